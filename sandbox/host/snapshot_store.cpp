#include "sandbox/host/snapshot_store.h"

#include "core/base/atomic_file.h"
#include "core/base/json.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>

namespace glasshouse::sandbox {

namespace {

constexpr qint64 mostMetadata = 64 << 10;
constexpr qint64 longestSaveSeconds = 600; // twenty times what a save may take

namespace key {
const QString Session = QStringLiteral("session");
const QString Description = QStringLiteral("description");
const QString TakenMs = QStringLiteral("taken_ms");
const QString Image = QStringLiteral("image");
const QString MemoryMb = QStringLiteral("memory_mb");
} // namespace key

const QString metadataEnd = QStringLiteral(".json");

// ID.TEMPLATE.HASH: the folder that must stay, and the memory that must be in it.
QString stateEnd(const Template &made)
{
    return u'.' + QFileInfo(made.folder).fileName() + u'.' +
           QString::fromLatin1(made.memorySha256.toHex().first(templateNameLength));
}

QFileInfoList statesOf(const QString &folder, const QString &id)
{
    return QDir(folder).entryInfoList({id + QStringLiteral(".*.*")}, QDir::Files);
}

qint64 bytesOf(const QString &folder, const QString &id)
{
    qint64 bytes = 0;
    const auto states = statesOf(folder, id);
    for (const auto &state : states)
        bytes += state.size();
    return bytes;
}

std::optional<SessionSnapshot> read(const QFileInfo &metadata)
{
    const auto bytes = readFile(metadata.filePath(), mostMetadata);
    const auto object = bytes ? parseJsonObject(*bytes) : Result<QJsonObject>(fail(bytes.error()));
    const QString id = metadata.completeBaseName();
    const qint64 size = bytesOf(metadata.path(), id);
    if (!object || size == 0)
        return std::nullopt;
    return SessionSnapshot{.id = id,
                           .session = object->value(key::Session).toString(),
                           .description = object->value(key::Description).toString(),
                           .takenMs = object->value(key::TakenMs).toInteger(),
                           .bytes = size,
                           .memoryMb = object->value(key::MemoryMb).toInt(),
                           .image = object->value(key::Image).toString()};
}

QByteArray metadataOf(const SessionSnapshot &snapshot)
{
    return toPrettyJson({{key::Session, snapshot.session},
                         {key::Description, snapshot.description},
                         {key::TakenMs, snapshot.takenMs},
                         {key::Image, snapshot.image},
                         {key::MemoryMb, snapshot.memoryMb}});
}

} // namespace

QString snapshotFolder(const QString &templates)
{
    return templates + QStringLiteral("/snapshots");
}

QVector<SessionSnapshot> SnapshotStore::list() const
{
    QVector<SessionSnapshot> snapshots;
    const auto files = QDir(m_folder).entryInfoList({u'*' + metadataEnd}, QDir::Files);
    for (const auto &file : files) {
        if (const auto snapshot = read(file))
            snapshots << *snapshot;
    }
    std::sort(snapshots.begin(), snapshots.end(), [](const auto &one, const auto &other) {
        return std::tie(one.takenMs, one.id) > std::tie(other.takenMs, other.id);
    });
    return snapshots;
}

std::optional<SessionSnapshot> SnapshotStore::find(const QString &id) const
{
    const auto all = list(); // so that an id is never taken for a path
    const auto found = std::find_if(all.begin(), all.end(), [&id](const auto &one) { return one.id == id; });
    return found == all.end() ? std::nullopt : std::optional(*found);
}

QString SnapshotStore::stateFile(const QString &id, const Template &made) const
{
    return m_folder + u'/' + id + stateEnd(made);
}

Result<SessionSnapshot> SnapshotStore::add(SessionSnapshot snapshot, const Template &made) const
{
    const auto written =
        writeFileAtomically(m_folder + u'/' + snapshot.id + metadataEnd, metadataOf(snapshot));
    if (!written) {
        QFile::remove(stateFile(snapshot.id, made));
        return fail(written.error());
    }
    snapshot.bytes = bytesOf(m_folder, snapshot.id);
    makeRoom();
    removeAbandoned();
    return snapshot;
}

void SnapshotStore::remove(const QString &id) const
{
    if (!find(id))
        return;
    QFile::remove(m_folder + u'/' + id + metadataEnd); // first: a state without it is nothing
    const auto states = statesOf(m_folder, id);
    for (const auto &state : states)
        QFile::remove(state.filePath());
}

bool SnapshotStore::needs(const QString &templateFolder) const
{
    const QString pattern = QStringLiteral("*.%1.*").arg(QFileInfo(templateFolder).fileName());
    return !QDir(m_folder).entryList({pattern}, QDir::Files).isEmpty();
}

// The newest stays even if it alone is larger than all may be.
void SnapshotStore::makeRoom() const
{
    qint64 bytes = 0;
    int count = 0;
    const auto newestFirst = list();
    for (const auto &snapshot : newestFirst) {
        bytes += snapshot.bytes;
        if (++count > 1 && (count > Most || bytes > MostBytes))
            remove(snapshot.id);
    }
}

// What a killed program did not finish.
void SnapshotStore::removeAbandoned() const
{
    const auto states = QDir(m_folder).entryInfoList({QStringLiteral("*.*.*")}, QDir::Files);
    for (const auto &state : states) {
        const bool isFinished = QFileInfo::exists(m_folder + u'/' + state.baseName() + metadataEnd);
        const qint64 age = state.lastModified().secsTo(QDateTime::currentDateTime());
        if (!isFinished && age > longestSaveSeconds)
            QFile::remove(state.filePath());
    }
}

} // namespace glasshouse::sandbox
