#include "sandbox/host/artifact_receiver.h"

#include "core/base/atomic_file.h"
#include "core/base/ids.h"
#include "sandbox/protocol/artifact_name.h"

#include <QDir>

namespace glasshouse::sandbox {

namespace {

constexpr int mostRefusals = 1000; // shown; a guest may refuse without end

QString displayed(const std::string &name)
{
    return QString::fromStdString(protocol::escaped(name));
}

} // namespace

ArtifactReceiver::ArtifactReceiver(ArtifactFolders folders, qint64 mostBytes, int mostFiles)
    : m_folders(std::move(folders)), m_bytesLeft(mostBytes), m_filesLeft(mostFiles)
{
}

ArtifactReceiver::~ArtifactReceiver()
{
    dropPartial();
}

Result<void> ArtifactReceiver::begin(const protocol::ArtifactBegin &message)
{
    if (m_open)
        return fail(QStringLiteral("a file of /output inside another"));
    m_open = true;
    m_announced = static_cast<qint64>(message.size);
    m_received = 0;
    m_hash.reset();
    m_name = displayed(message.name);
    m_isHostsFault = false;
    m_problem = problemWith(message);
    if (m_problem.isEmpty())
        openPartial();
    return {};
}

QString ArtifactReceiver::problemWith(const protocol::ArtifactBegin &message)
{
    if (const auto problem = protocol::artifactNameProblem(message.name))
        return QString::fromStdString(*problem);
    const QString key = QString::fromStdString(protocol::collisionKey(message.name));
    if (m_names.contains(key))
        return QStringLiteral("another file has this name but for upper and lower case");
    if (m_filesLeft <= 0)
        return QStringLiteral("there are too many files");
    if (m_announced > m_bytesLeft)
        return QStringLiteral("the files together are too large");
    m_names.insert(key);
    return {};
}

void ArtifactReceiver::openPartial()
{
    m_partial.setFileName(m_folders.incoming + u'/' + newId(u"part"));
    if (!m_partial.open(QIODevice::WriteOnly | QIODevice::NewOnly | QIODevice::Unbuffered))
        failToStore();
}

Result<void> ArtifactReceiver::add(const protocol::ArtifactData &message)
{
    if (!m_open)
        return fail(QStringLiteral("content of a file of /output without its name"));
    m_received += static_cast<qint64>(message.bytes.size());
    if (m_received > m_announced)
        return fail(QStringLiteral("a file of /output that is longer than announced"));
    if (!m_problem.isEmpty())
        return {};
    const QByteArrayView bytes(message.bytes.data(), static_cast<qsizetype>(message.bytes.size()));
    m_hash.addData(QByteArray::fromRawData(bytes.data(), bytes.size()));
    if (!writeAll(m_partial, bytes))
        failToStore();
    return {};
}

Result<void> ArtifactReceiver::end(const protocol::ArtifactEnd &message)
{
    if (!m_open)
        return fail(QStringLiteral("the end of a file of /output without its name"));
    m_open = false;
    if (m_problem.isEmpty() && !message.problem.empty())
        m_problem = displayed(message.problem);
    if (m_problem.isEmpty() && m_received != m_announced)
        m_problem = QStringLiteral("it changed while it was read");
    m_partial.close();
    if (m_problem.isEmpty())
        store();
    if (!m_problem.isEmpty()) {
        dropPartial();
        refuse(m_name, m_problem, m_isHostsFault);
    }
    return {};
}

void ArtifactReceiver::store()
{
    const QString hash = QString::fromLatin1(m_hash.result().toHex());
    const QString path = m_folders.store + u'/' + hash;
    if (QFileInfo(path).size() == m_received && QFile::exists(path))
        dropPartial(); // the same content is there already
    else if (QFile::remove(path); !m_partial.rename(path)) {
        failToStore();
        return;
    }
    m_partial.setFileName({}); // it is no longer ours to remove
    m_bytesLeft -= m_received;
    --m_filesLeft;
    m_files << OutputFile{m_name, path, m_received, hash};
}

void ArtifactReceiver::failToStore()
{
    m_problem = QStringLiteral("it could not be stored: %1").arg(m_partial.errorString());
    m_isHostsFault = true;
}

void ArtifactReceiver::dropPartial()
{
    if (m_partial.fileName().isEmpty())
        return;
    m_partial.remove();
    m_partial.setFileName({});
}

Result<void> ArtifactReceiver::refused(const protocol::ArtifactRefused &message)
{
    if (m_open)
        return fail(QStringLiteral("a refused file of /output inside another"));
    refuse(displayed(message.name), displayed(message.reason));
    return {};
}

void ArtifactReceiver::refuse(const QString &name, const QString &reason, bool isHostsFault)
{
    if (m_refused.size() < mostRefusals)
        m_refused << RefusedFile{name, reason, isHostsFault};
}

} // namespace glasshouse::sandbox
