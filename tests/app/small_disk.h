// A disk of a few pages, to be full soon: a tmpfs in a mount namespace of the test's own.
#pragma once

#include <QDir>
#include <QFile>
#include <QString>

#include <cerrno>
#include <cstring>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

namespace glasshouse::tests {

class SmallDisk
{
public:
    // Once per program, while it has one thread. Empty, or why this machine does not allow it.
    [[nodiscard]] static QString allow()
    {
        const auto user = ::getuid();
        const auto group = ::getgid();
        const bool isRoot = ::geteuid() == 0;
        if (::unshare(CLONE_NEWNS | (isRoot ? 0 : CLONE_NEWUSER)) != 0)
            return QStringLiteral("This machine allows no mount namespace: %1").arg(QString::fromLocal8Bit(std::strerror(errno)));
        if (!isRoot) {
            write("/proc/self/setgroups", "deny");
            write("/proc/self/uid_map", "0 " + QByteArray::number(user) + " 1");
            write("/proc/self/gid_map", "0 " + QByteArray::number(group) + " 1");
        }
        ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr);
        return {};
    }

    SmallDisk(const QString &folder, const char *size) : m_folder(QFile::encodeName(folder))
    {
        QDir().mkpath(folder);
        const auto options = QByteArray("size=") + size;
        m_isMounted = ::mount("tmpfs", m_folder.constData(), "tmpfs", 0, options.constData()) == 0;
    }
    SmallDisk(const SmallDisk &) = delete;
    SmallDisk &operator=(const SmallDisk &) = delete;
    ~SmallDisk()
    {
        if (m_isMounted)
            ::umount2(m_folder.constData(), MNT_DETACH);
    }

    [[nodiscard]] bool isMounted() const { return m_isMounted; }

    void fill() const
    {
        QFile filler(fillerName());
        if (!filler.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
            return;
        const QByteArray page(4096, 'x');
        while (filler.write(page) == page.size()) {
        }
    }
    void makeRoom() const { QFile::remove(fillerName()); }

private:
    static void write(const char *path, const QByteArray &content)
    {
        QFile file(QString::fromLatin1(path));
        if (file.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
            file.write(content);
    }
    [[nodiscard]] QString fillerName() const { return QFile::decodeName(m_folder) + QStringLiteral("/filler"); }

    QByteArray m_folder;
    bool m_isMounted = false;
};

} // namespace glasshouse::tests
