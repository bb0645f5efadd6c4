#include "fuse_kernel.h"

#include <cstdio>

namespace glasshouse::guest {

namespace {

std::string named(std::string_view name)
{
    return std::string(name) + '\0';
}

} // namespace

FuseKernel::FuseKernel(sandbox::P9Session &host, bool writable)
    : m_host(host), m_server([this](std::string_view head, std::string_view data) { hear(head, data); },
                             writable, [this] { return m_now; })
{
    carry();
}

void FuseKernel::hear(std::string_view head, std::string_view data)
{
    const auto header = partOf<fuse_out_header>(head);
    if (header.len != head.size() + data.size())
        qFatal("An answer of %zu bytes says that it has %u.", head.size() + data.size(), header.len);
    if (header.unique == 0) {
        if (header.error != FUSE_NOTIFY_INVAL_INODE)
            qFatal("A message %d that nobody asked for.", header.error);
        m_takenBack.push_back(partOf<fuse_notify_inval_inode_out>(data).ino);
    } else if (!m_answers.emplace(header.unique, KernelAnswer{-header.error, std::string(data)}).second) {
        qFatal("A request is answered twice.");
    }
}

std::uint64_t FuseKernel::send(std::uint32_t operation, NodeId node, std::string_view body)
{
    const bool hasAnswer = operation != FUSE_FORGET && operation != FUSE_BATCH_FORGET;
    fuse_in_header header{};
    header.len = static_cast<std::uint32_t>(sizeof header + body.size());
    header.opcode = operation;
    header.unique = hasAnswer ? m_last += 2 : 0; // as the kernel: the odd ones are its interrupts
    header.nodeid = node;
    header.uid = header.gid = 1000;
    m_server.fromKernel(bytesOf(header) + std::string(body));
    return header.unique;
}

KernelAnswer FuseKernel::ask(std::uint32_t operation, NodeId node, std::string_view body)
{
    const std::uint64_t request = send(operation, node, body);
    carry();
    if (!isAnswered(request))
        qFatal("Operation %u has no answer: %s", operation,
               qPrintable(m_host.violation().value_or(QString())));
    return std::move(m_answers.extract(request).mapped());
}

void FuseKernel::carry()
{
    while (m_server.hasForHost()) {
        const std::string requests = m_server.takeForHost();
        QByteArray replies = m_host.receive(QByteArrayView(requests.data(), qsizetype(requests.size())));
        while (m_host.isWaiting())
            replies += m_host.receive({});
        tellServer({replies.constData(), static_cast<std::size_t>(replies.size())});
    }
}

void FuseKernel::tellServer(std::string_view replies)
{
    for (std::size_t piece = 1; m_between && replies.size() > piece; piece = piece * 3 % 10'007) {
        m_server.fromHost(replies.substr(0, piece));
        replies.remove_prefix(piece);
        m_between();
    }
    m_server.fromHost(replies);
}

KernelEntry FuseKernel::askEntry(std::uint32_t operation, NodeId folder, std::string_view body)
{
    const KernelAnswer answer = ask(operation, folder, body);
    return answer.error != 0 ? KernelEntry{answer.error}
                             : KernelEntry{0, partOf<fuse_entry_out>(answer.body), 0};
}

KernelEntry FuseKernel::lookUp(NodeId folder, std::string_view name)
{
    return askEntry(FUSE_LOOKUP, folder, named(name));
}

KernelEntry FuseKernel::makeFolder(NodeId folder, std::string_view name)
{
    return askEntry(FUSE_MKDIR, folder, bytesOf(fuse_mkdir_in{0755, 022}) + named(name));
}

KernelEntry FuseKernel::makeNode(NodeId folder, std::string_view name, std::uint32_t mode)
{
    return askEntry(FUSE_MKNOD, folder, bytesOf(fuse_mknod_in{mode, 0, 022, 0}) + named(name));
}

KernelEntry FuseKernel::create(NodeId folder, std::string_view name, std::uint32_t flags, std::uint32_t mode)
{
    struct Created
    {
        fuse_entry_out entry;
        fuse_open_out open;
    };
    const KernelAnswer answer =
        ask(FUSE_CREATE, folder, bytesOf(fuse_create_in{flags, mode | 0100000, 022, 0}) + named(name));
    if (answer.error != 0)
        return {answer.error};
    const auto created = partOf<Created>(answer.body);
    return {0, created.entry, created.open.fh};
}

int FuseKernel::remove(NodeId folder, std::string_view name)
{
    return ask(FUSE_UNLINK, folder, named(name)).error;
}

int FuseKernel::removeFolder(NodeId folder, std::string_view name)
{
    return ask(FUSE_RMDIR, folder, named(name)).error;
}

int FuseKernel::rename(NodeId folder, std::string_view name, NodeId newFolder, std::string_view newName)
{
    return ask(FUSE_RENAME, folder, bytesOf(fuse_rename_in{newFolder}) + named(name) + named(newName)).error;
}

void FuseKernel::forget(NodeId node, std::uint64_t lookups)
{
    send(FUSE_FORGET, node, bytesOf(fuse_forget_in{lookups}));
}

int FuseKernel::attributes(NodeId node, fuse_attr_out &found)
{
    const KernelAnswer answer = ask(FUSE_GETATTR, node, bytesOf(fuse_getattr_in{}));
    if (answer.error == 0)
        found = partOf<fuse_attr_out>(answer.body);
    return answer.error;
}

std::uint64_t FuseKernel::sizeOf(NodeId node)
{
    fuse_attr_out found{};
    if (const int error = attributes(node, found))
        qFatal("Its attributes cannot be told: %d.", error);
    return found.attr.size;
}

int FuseKernel::setAttributes(NodeId node, const fuse_setattr_in &wanted)
{
    return ask(FUSE_SETATTR, node, bytesOf(wanted)).error;
}

int FuseKernel::open(NodeId node, std::uint32_t flags, std::uint64_t &handle)
{
    const KernelAnswer answer = ask(FUSE_OPEN, node, bytesOf(fuse_open_in{flags, 0}));
    if (answer.error == 0)
        handle = partOf<fuse_open_out>(answer.body).fh;
    return answer.error;
}

int FuseKernel::openFolder(NodeId node, std::uint64_t &handle)
{
    const KernelAnswer answer = ask(FUSE_OPENDIR, node, bytesOf(fuse_open_in{}));
    if (answer.error == 0)
        handle = partOf<fuse_open_out>(answer.body).fh;
    return answer.error;
}

int FuseKernel::read(NodeId node, std::uint64_t handle, std::uint64_t offset, std::uint32_t size,
                     std::string &bytes)
{
    KernelAnswer answer = ask(FUSE_READ, node, bytesOf(fuse_read_in{handle, offset, size, 0, 0, 0, 0}));
    bytes = std::move(answer.body);
    return answer.error;
}

int FuseKernel::readFolder(NodeId node, std::uint64_t handle, std::uint64_t offset, std::uint32_t size,
                           std::string &records)
{
    KernelAnswer answer = ask(FUSE_READDIR, node, bytesOf(fuse_read_in{handle, offset, size, 0, 0, 0, 0}));
    records = std::move(answer.body);
    return answer.error;
}

int FuseKernel::write(NodeId node, std::uint64_t handle, std::uint64_t offset, std::string_view bytes,
                      std::uint32_t fileFlags, std::uint32_t writeFlags)
{
    const auto size = static_cast<std::uint32_t>(bytes.size());
    const fuse_write_in in{handle, offset, size, writeFlags, 0, fileFlags, 0};
    const KernelAnswer answer = ask(FUSE_WRITE, node, bytesOf(in) + std::string(bytes));
    if (answer.error == 0 && partOf<fuse_write_out>(answer.body).size != bytes.size())
        qFatal("Less was written.");
    return answer.error;
}

int FuseKernel::close(NodeId node, std::uint64_t handle)
{
    return ask(FUSE_RELEASE, node, bytesOf(fuse_release_in{handle, 0, 0, 0})).error;
}

int FuseKernel::closeFolder(NodeId node, std::uint64_t handle)
{
    return ask(FUSE_RELEASEDIR, node, bytesOf(fuse_release_in{handle, 0, 0, 0})).error;
}

int Mount::fidsAtHost()
{
    int known = 0;
    for (std::uint32_t fid = 0; fid < 100; ++fid)
        known += share.client().call(sandbox::Request(sandbox::p9::Type::StatFs).u32(fid)).error() == 0;
    return known;
}

void Mount::replace(const char *name, const QByteArray &content) const
{
    share.put(QStringLiteral("replacement"), content);
    if (::rename(share.nativePath("replacement").constData(), share.nativePath(name).constData()) != 0)
        qFatal("Could not replace %s.", name);
}

} // namespace glasshouse::guest
