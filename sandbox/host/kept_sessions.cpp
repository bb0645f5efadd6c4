#include "sandbox/host/kept_sessions.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>

namespace glasshouse::sandbox {

namespace {

constexpr qsizetype hashLength = 32;
constexpr qsizetype nameLength = hashLength + 1 + hashLength;
constexpr qint64 longestSaveSeconds = 600; // twenty times what a save may take

// A session's name may hold anything; a file's name must not.
QString prefixOf(const QString &session)
{
    const auto hash = QCryptographicHash::hash(session.toUtf8(), QCryptographicHash::Sha256);
    return QString::fromLatin1(hash.toHex().first(hashLength)) + u'.';
}

QString suffixOf(const Template &made)
{
    const auto identity = QFileInfo(made.folder).fileName().toUtf8() + made.memorySha256;
    const auto hash = QCryptographicHash::hash(identity, QCryptographicHash::Sha256);
    return QString::fromLatin1(hash.toHex().first(hashLength));
}

// While it is written it has a longer name (QSaveFile).
bool isFinished(const QFileInfo &file)
{
    return file.fileName().size() == nameLength;
}

bool isAbandoned(const QFileInfo &file)
{
    return !isFinished(file) && file.lastModified().secsTo(QDateTime::currentDateTime()) > longestSaveSeconds;
}

} // namespace

QString keptFolder(const QString &templates)
{
    return templates + QStringLiteral("/kept");
}

QString KeptSessions::file(const QString &session, const Template &made) const
{
    return m_folder + u'/' + prefixOf(session) + suffixOf(made);
}

void KeptSessions::removeMadeFrom(const Template &made) const
{
    QDir folder(m_folder);
    for (const auto &file : folder.entryList({u'*' + suffixOf(made)}, QDir::Files))
        folder.remove(file);
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
    int finished = 0;
    const auto newestFirst = QDir(m_folder).entryInfoList(QDir::Files, QDir::Time);
    for (const auto &file : newestFirst) {
        if (isAbandoned(file) || (isFinished(file) && ++finished >= Most))
            QFile::remove(file.filePath());
    }
}

} // namespace glasshouse::sandbox
