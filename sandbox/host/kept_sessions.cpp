#include "sandbox/host/kept_sessions.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>

namespace glasshouse::sandbox {

namespace {

// A session's name may hold anything; a file's name must not.
QString prefixOf(const QString &session)
{
    const auto hash = QCryptographicHash::hash(session.toUtf8(), QCryptographicHash::Sha256);
    return QString::fromLatin1(hash.toHex().first(32)) + u'.';
}

} // namespace

QString KeptSessions::file(const QString &session, const QString &templateFolder) const
{
    return m_folder + u'/' + prefixOf(session) + QFileInfo(templateFolder).fileName();
}

bool KeptSessions::holds(const QString &session) const
{
    return !QDir(m_folder).entryList({prefixOf(session) + u'*'}, QDir::Files).isEmpty();
}

void KeptSessions::remove(const QString &session) const
{
    QDir folder(m_folder);
    const auto files = folder.entryList({prefixOf(session) + u'*'}, QDir::Files);
    for (const auto &file : files)
        folder.remove(file);
}

void KeptSessions::makeRoom() const
{
    QDir folder(m_folder);
    const auto newestFirst = folder.entryList(QDir::Files, QDir::Time);
    for (qsizetype i = Most - 1; i < newestFirst.size(); ++i)
        folder.remove(newestFirst[i]);
}

} // namespace glasshouse::sandbox
