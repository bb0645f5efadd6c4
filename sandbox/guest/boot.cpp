#include "sandbox/guest/boot.h"

#include "sandbox/guest/descriptor.h"
#include "sandbox/guest/guest_error.h"
#include "sandbox/guest/layout.h"
#include "sandbox/guest/programs.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <string>
#include <vector>

#include <fcntl.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace glasshouse::guest {

namespace {

constexpr int bootDevicePolls = 5'000;
constexpr useconds_t devicePollInterval = 1'000;
constexpr unsigned long guarded = MS_NOSUID | MS_NODEV;

void mountAt(const char *type, const char *source, const std::string &target, unsigned long flags,
             const std::string &options = {})
{
    mkdir(target.c_str(), 0755);
    if (mount(source, target.c_str(), type, flags, options.c_str()) != 0)
        throwErrno(target + " cannot be mounted");
}

void loadModules()
{
    std::vector<std::filesystem::path> modules;
    for (const auto &entry : std::filesystem::directory_iterator("/modules"))
        modules.push_back(entry.path());
    std::sort(modules.begin(), modules.end()); // the names begin with their place in the order
    for (const auto &path : modules) {
        const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
        if (syscall(SYS_finit_module, file.get(), "", 0) != 0 && errno != EEXIST)
            throwErrno("the kernel module " + path.filename().string() + " cannot be loaded");
        unlink(path.c_str());
    }
}

// Drivers find their devices in the background: no event tells process 1 about it this early.
void waitFor(const char *device)
{
    for (int i = 0; i < bootDevicePolls && access(device, F_OK) != 0; ++i)
        usleep(devicePollInterval);
    if (access(device, F_OK) != 0)
        throw GuestError(std::string(device) + " did not appear");
}

void mountRoot()
{
    waitFor("/dev/vda");
    mountAt("squashfs", "/dev/vda", "/image", MS_RDONLY);
    mountAt("tmpfs", "tmpfs", "/layer", 0, "size=40%,nr_inodes=65536,mode=755");
    mkdir("/layer/upper", 0755);
    mkdir("/layer/work", 0755);
    mountAt("overlay", "overlay", "/newroot", 0, "lowerdir=/image,upperdir=/layer/upper,workdir=/layer/work");
}

void keepPrograms()
{
    mountAt("tmpfs", "tmpfs", "/newroot/run", guarded, "size=8m,nr_inodes=1024,mode=755");
    mkdir("/newroot/run/glasshouse", 0700);
    std::error_code error;
    std::filesystem::copy_file("/kernel.py", "/newroot/run/glasshouse/kernel.py", error);
    if (error)
        throw GuestError("kernel.py cannot be copied: " + error.message());
    unlink("/kernel.py");
    installPrograms("/newroot", "/init");
    unlink("/init");
}

void moveInto(const char *mountPoint)
{
    const std::string target = std::string("/newroot") + mountPoint;
    mkdir(target.c_str(), 0755);
    if (mount(mountPoint, target.c_str(), nullptr, MS_MOVE, nullptr) != 0)
        throwErrno(target + " cannot be moved");
}

void switchRoot()
{
    for (const char *mountPoint : {"/dev", "/proc", "/sys"})
        moveInto(mountPoint);
    if (chdir("/newroot") != 0 || mount(".", "/", nullptr, MS_MOVE, nullptr) != 0 || chroot(".") != 0 ||
        chdir("/") != 0)
        throwErrno("the root file system cannot be entered");
}

void mountForUsers()
{
    mountAt("tmpfs", "tmpfs", "/tmp", guarded, "size=25%,nr_inodes=32768,mode=1777");
    mountAt("tmpfs", "tmpfs", "/dev/shm", guarded, "size=25%,nr_inodes=4096,mode=1777");
    mountAt("devpts", "devpts", "/dev/pts", MS_NOSUID | MS_NOEXEC, "mode=620,ptmxmode=666");
    mountAt("tmpfs", "tmpfs", ownOutputPath, guarded, "size=64m,nr_inodes=4096,mode=755,uid=1000,gid=1000");
    mountAt("none", ownOutputPath, outputPath, MS_BIND);
    mountAt("cgroup2", "cgroup2", "/sys/fs/cgroup", guarded | MS_NOEXEC);
    mount("proc", "/proc", nullptr, MS_REMOUNT | guarded | MS_NOEXEC, "hidepid=invisible");
    [[maybe_unused]] int ignored = symlink("/proc/self/fd", "/dev/fd");
    ignored = symlink("/proc/self/fd/0", "/dev/stdin");
    ignored = symlink("/proc/self/fd/1", "/dev/stdout");
    ignored = symlink("/proc/self/fd/2", "/dev/stderr");
}

void hardenKernel()
{
    chmod("/dev/fuse", 0600);
    writeSystemFile("/proc/sys/kernel/dmesg_restrict", "1");
    writeSystemFile("/proc/sys/kernel/unprivileged_bpf_disabled", "1");
    writeSystemFile("/proc/sys/kernel/unprivileged_userns_clone", "0");
    writeSystemFile("/proc/sys/kernel/hostname", "glasshouse");
    writeSystemFile("/proc/sys/vm/panic_on_oom", "0");
}

void raiseLoopback()
{
    const Descriptor any(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    ifreq request{};
    request.ifr_name[0] = 'l';
    request.ifr_name[1] = 'o';
    request.ifr_flags = IFF_UP | IFF_RUNNING;
    ioctl(any.get(), SIOCSIFFLAGS, &request);
}

} // namespace

void bootSystem()
{
    umask(022);
    mountAt("devtmpfs", "dev", "/dev", MS_NOSUID);
    mountAt("proc", "proc", "/proc", guarded | MS_NOEXEC);
    mountAt("sysfs", "sys", "/sys", guarded | MS_NOEXEC);
    loadModules();
    mountRoot();
    keepPrograms();
    switchRoot();
    mountForUsers();
    hardenKernel();
    raiseLoopback();
}

void superviseAgent(int agent)
{
    for (;;) {
        const pid_t ended = waitpid(-1, nullptr, 0);
        if (ended == agent || (ended < 0 && errno == ECHILD))
            break;
    }
    logLine("the agent ended");
    sync();
    reboot(RB_AUTOBOOT);
    _exit(1);
}

} // namespace glasshouse::guest
