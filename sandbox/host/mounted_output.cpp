#include "sandbox/host/mounted_output.h"

#include "sandbox/files/host_tree.h"
#include "sandbox/protocol/artifact_name.h"
#include "sandbox/protocol/limits.h"

#include <algorithm>

namespace glasshouse::sandbox {

namespace {

TreePath treePath(const QString &name)
{
    TreePath path;
    for (const QString &part : name.split(u'/'))
        path = path.child(part.toStdString());
    return path;
}

class Collector
{
public:
    Collector(HostTree tree, const ArtifactFolders &folders, const Limits &limits)
        : m_tree(std::move(tree)), m_receiver(folders, limits.outputBytes, limits.outputFiles)
    {
    }

    void collect(const QString &name, const QThread &thread)
    {
        const auto file = m_tree.openFile(treePath(name), HostFile::Access::Read);
        const auto attributes = file ? file->attributes() : tl::unexpected(file.error());
        if (!attributes)
            return refuse(name, attributes.error());
        (void)m_receiver.begin({0, name.toStdString(), attributes->size});
        (void)m_receiver.end({0, pass(*file, attributes->size, thread)});
    }

    [[nodiscard]] ArtifactReceiver &receiver() { return m_receiver; }

private:
    // What was removed again is no file of this call.
    void refuse(const QString &name, const Failure &failure)
    {
        if (failure.code != Errno::NoEntry && failure.code != Errno::IsFolder)
            (void)m_receiver.refused({0, protocol::escaped(name.toStdString()),
                                      failure.reason.empty() ? "it cannot be read" : failure.reason});
    }

    // A problem, or nothing. Never more than was announced, however the file grows meanwhile.
    [[nodiscard]] std::string pass(const HostFile &file, std::uint64_t size, const QThread &thread)
    {
        protocol::ArtifactData piece;
        for (std::uint64_t done = 0; done < size && !thread.isInterruptionRequested();) {
            piece.bytes.resize(std::min<std::uint64_t>(protocol::maxChunk, size - done));
            const auto count = file.read(piece.bytes.data(), piece.bytes.size(), done);
            if (!count)
                return "it cannot be read";
            if (*count == 0)
                return "it became shorter while it was read";
            piece.bytes.resize(*count);
            done += *count;
            if (!m_receiver.add(piece))
                return "it changed while it was read";
        }
        return {};
    }

    HostTree m_tree;
    ArtifactReceiver m_receiver;
};

} // namespace

void ChangedNames::note(const FileAccess &access)
{
    if (access.isRefused())
        return;
    switch (access.operation) {
    case FileOperation::OpenForWriting:
    case FileOperation::Create:
    case FileOperation::Truncate:
        return add(access.path);
    case FileOperation::Remove:
        m_names.remove(access.path);
        return;
    case FileOperation::Rename:
        return move(access.path, access.newPath);
    default:
        return;
    }
}

void ChangedNames::add(const QString &name)
{
    if (m_names.size() < most)
        m_names.insert(name);
}

// What was renamed appears under its new name, and so does what is below it.
void ChangedNames::move(const QString &from, const QString &to)
{
    QSet<QString> names;
    const QString below = from + u'/';
    for (const QString &name : std::as_const(m_names))
        names.insert(name.startsWith(below) ? to + name.mid(from.size()) : name);
    m_names = std::move(names);
    m_names.remove(from);
    add(to);
}

QStringList ChangedNames::take()
{
    QStringList names(m_names.begin(), m_names.end());
    names.sort();
    m_names.clear();
    return names;
}

MountedOutputJob::MountedOutputJob(const Export &share, const QStringList &names,
                                   const ArtifactFolders &folders, const Limits &limits)
{
    m_thread.reset(QThread::create([this, share, names, folders, limits] {
        QVector<OutputFile> files;
        QVector<RefusedFile> refused;
        if (auto tree = HostTree::open(share.hostPath.toStdString())) {
            Collector collector(std::move(*tree), folders, limits);
            for (const QString &name : names)
                collector.collect(name, *QThread::currentThread());
            files = collector.receiver().takeFiles();
            refused = collector.receiver().takeRefused();
        }
        QMetaObject::invokeMethod(
            this, [this, files, refused] { Q_EMIT finished(files, refused); }, Qt::QueuedConnection);
    }));
    m_thread->setObjectName(QStringLiteral("output"));
    m_thread->start();
}

MountedOutputJob::~MountedOutputJob()
{
    m_thread->requestInterruption(); // seen after at most one piece
    m_thread->wait();
}

} // namespace glasshouse::sandbox
