# shellcheck shell=bash disable=SC2154
# Sourced by test: a clean Debian beside this one, and what runs in it.
# make_root FOLDER; then as_root COMMAND ... and as_user COMMAND ... run in $root, where $shared is /shared.

# The Debian entries of this machine's apt: one "deb" line each.
debian_sources() {
    apt-get indextargets --format '$(ORIGIN)|$(REPO_URI)|$(RELEASE)|$(COMPONENT)' 'Created-By: Packages' |
        awk -F'|' '$1 == "Debian" && $3 ~ /^bookworm(-updates|-security)?$/ && $4 == "main" { print "deb " $2 " " $3 " " $4 }' | sort -u
}

make_root() {
    local proxy
    [ -n "$(debian_sources)" ] || apt-get -qq update # apt knows its sources only after an update
    proxy=$(mktemp)
    apt-config dump | grep -E '^Acquire::(https?|ftp)::[^ ]+ ".+";$' > "$proxy" || true
    debian_sources | mmdebstrap --quiet --variant=apt --aptopt="$proxy" --aptopt='APT::Install-Recommends "false"' \
        --dpkgopt='path-exclude=/usr/share/man/*' --include=mount,zstd \
        --customize-hook='chroot "$1" useradd --create-home --shell /bin/bash ada' \
        --customize-hook='mkdir "$1/shared"' bookworm "$1" -
    rm "$proxy"
}

# A whole /proc of its own and a root that is no chroot, else nobody in it could confine a program. All mounts and processes end
# with the command.
readonly enter='
set -e
root=$1 shared=$2
shift 2
mount --make-rprivate /
mount --bind "$root" "$root"
cd "$root"
mount -t proc proc proc
mount --rbind /dev dev
mount -t tmpfs -o mode=1777 tmp tmp
mount -t tmpfs run run
mount --bind "$shared" shared
touch etc/resolv.conf
mount --bind /etc/resolv.conf etc/resolv.conf
if [ -d /tmp/.X11-unix ]; then
    mkdir tmp/.X11-unix
    mount --bind /tmp/.X11-unix tmp/.X11-unix
fi
pivot_root . mnt
cd /
umount --lazy /mnt
exec "$@"'

in_root() { unshare --mount --pid --fork --kill-child -- bash -c "$enter" enter "$root" "$shared" "$@"; }

as_root() { in_root env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 HOME=/root DEBIAN_FRONTEND=noninteractive "$@"; }

as_user() {
    in_root setpriv --reuid=ada --regid=ada --init-groups --inh-caps=-all -- env -i --chdir=/home/ada PATH=/usr/bin:/bin \
        LANG=C.UTF-8 HOME=/home/ada USER=ada DISPLAY="${DISPLAY:-}" "$@"
}
