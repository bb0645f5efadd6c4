// A folder of the host, shared with a client, and what the audit said.
#pragma once

#include "p9_client.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <optional>

#include <unistd.h>

namespace glasshouse::sandbox {

class SharedFixture
{
public:
    explicit SharedFixture(bool writable = true, Quota quota = {},
                           HostTree::Lookup lookup = HostTree::Lookup::WholePath)
    {
        QDir(m_folder.path()).mkdir(QStringLiteral("share"));
        restart(writable, quota, lookup);
    }

    void restart(bool writable = true, Quota quota = {},
                 HostTree::Lookup lookup = HostTree::Lookup::WholePath)
    {
        auto tree = HostTree::open(path().toStdString(), lookup);
        if (!tree)
            qFatal("The folder could not be opened.");
        const auto audit = [this](const FileAccess &access) { accesses.push_back(access); };
        m_session.emplace(std::move(*tree), ShareRules{writable, quota, &m_clock, audit});
        if (client().connect() != 0)
            qFatal("The client could not attach.");
    }

    [[nodiscard]] P9Session &session() { return *m_session; }
    [[nodiscard]] P9Client client() { return P9Client(*m_session); }

    // Of the host; relative to the shared folder, so that "../x" is outside.
    [[nodiscard]] QString path(const QString &relative = {}) const
    {
        return m_folder.path() + QStringLiteral("/share") +
               (relative.isEmpty() ? QString() : u'/' + relative);
    }
    [[nodiscard]] QByteArray nativePath(const char *relative) const
    {
        return QFile::encodeName(path(QString::fromUtf8(relative)));
    }
    void put(const QString &relative, const QByteArray &content) const
    {
        QFile file(path(relative));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("Could not write %s.", qPrintable(relative));
    }
    [[nodiscard]] QByteArray content(const QString &relative) const
    {
        QFile file(path(relative));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArrayLiteral("(absent)");
    }
    void makeFolder(const QString &relative) const { QDir(path()).mkpath(relative); }

    // The last refusal of the audit, as "operation path: problem".
    [[nodiscard]] QString lastRefusal() const
    {
        for (auto access = accesses.rbegin(); access != accesses.rend(); ++access)
            if (access->isRefused())
                return toString(access->operation) + u' ' + access->path + QStringLiteral(": ") +
                       access->problem;
        return {};
    }
    [[nodiscard]] QStringList auditLines() const
    {
        QStringList lines;
        for (const FileAccess &access : accesses)
            lines << toString(access.operation) + u' ' + access.path +
                         (access.newPath.isEmpty() ? QString() : u'>' + access.newPath) +
                         (access.isRefused() ? QStringLiteral(" refused") : QString());
        return lines;
    }

    std::vector<FileAccess> accesses;

private:
    QTemporaryDir m_folder;
    SystemClock m_clock;
    std::optional<P9Session> m_session;
};

[[nodiscard]] inline std::uint32_t number(Errno code)
{
    return static_cast<std::uint32_t>(code);
}

inline void link(const SharedFixture &shared, const char *target, const char *name)
{
    if (::symlink(target, shared.nativePath(name).constData()) != 0)
        qFatal("Could not make the link.");
}

} // namespace glasshouse::sandbox
