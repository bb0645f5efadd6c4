#include "sandbox/files/request_handler.h"

#include "sandbox/files/presentation.h"

#include <QtEndian>

#include <algorithm>
#include <tuple>

namespace glasshouse::sandbox {

std::optional<QString> RequestHandler::answer(QByteArrayView message, QByteArray &replies)
{
    const auto type = static_cast<p9::Type>(static_cast<std::uint8_t>(message[4]));
    const auto tag = qFromLittleEndian<std::uint16_t>(message.data() + 5);
    Reply reply(replies, type, tag);
    const auto outcome = m_messageLimit == 0 && type != p9::Type::Version
                             ? violate(QStringLiteral("a request came before a protocol version was agreed"))
                             : dispatch(type, message.sliced(p9::headerSize), reply);
    if (m_violation)
        reply.cancel();
    else if (outcome)
        reply.finish();
    else
        reply.finishWithError(static_cast<std::uint32_t>(outcome.error().code));
    return m_violation;
}

template<typename... Fields>
Outcome<void> RequestHandler::run(Outcome<void> (RequestHandler::*request)(Reply &, Fields...),
                                  QByteArrayView body, Reply &reply)
{
    p9::RequestReader reader(body);
    const std::tuple<Fields...> fields{reader.read<Fields>()...}; // braces: from left to right
    if (!reader.isComplete())
        return violate(QStringLiteral("a request is cut short or longer than it should be"));
    return std::apply([&](const Fields &...field) { return (this->*request)(reply, field...); }, fields);
}

Outcome<void> RequestHandler::dispatch(p9::Type type, QByteArrayView body, Reply &reply)
{
    switch (type) {
    case p9::Type::Version:
        return run(&RequestHandler::version, body, reply);
    case p9::Type::Authenticate:
        return run(&RequestHandler::authenticate, body, reply);
    case p9::Type::Attach:
        return run(&RequestHandler::attach, body, reply);
    case p9::Type::Walk:
        return run(&RequestHandler::walk, body, reply);
    case p9::Type::Clunk:
        return run(&RequestHandler::clunk, body, reply);
    case p9::Type::Flush:
        return run(&RequestHandler::flush, body, reply);
    case p9::Type::Open:
        return run(&RequestHandler::open, body, reply);
    case p9::Type::Create:
        return run(&RequestHandler::create, body, reply);
    case p9::Type::Read:
        return run(&RequestHandler::read, body, reply);
    case p9::Type::Write:
        return run(&RequestHandler::write, body, reply);
    case p9::Type::ReadFolder:
        return run(&RequestHandler::readFolder, body, reply);
    case p9::Type::Sync:
        return run(&RequestHandler::sync, body, reply);
    case p9::Type::Lock:
        return run(&RequestHandler::lock, body, reply);
    case p9::Type::GetLock:
        return run(&RequestHandler::getLock, body, reply);
    default:
        return dispatchEntry(type, body, reply);
    }
}

Outcome<void> RequestHandler::dispatchEntry(p9::Type type, QByteArrayView body, Reply &reply)
{
    switch (type) {
    case p9::Type::GetAttributes:
        return run(&RequestHandler::getAttributes, body, reply);
    case p9::Type::SetAttributes:
        return run(&RequestHandler::setAttributes, body, reply);
    case p9::Type::StatFs:
        return run(&RequestHandler::statFs, body, reply);
    case p9::Type::MakeFolder:
        return run(&RequestHandler::makeFolder, body, reply);
    case p9::Type::MakeNode:
        return run(&RequestHandler::makeNode, body, reply);
    case p9::Type::Symlink:
        return run(&RequestHandler::symlink, body, reply);
    case p9::Type::Link:
        return run(&RequestHandler::link, body, reply);
    case p9::Type::ReadLink:
        return run(&RequestHandler::readLink, body, reply);
    case p9::Type::Remove:
        return run(&RequestHandler::remove, body, reply);
    case p9::Type::UnlinkAt:
        return run(&RequestHandler::unlinkAt, body, reply);
    case p9::Type::Rename:
        return run(&RequestHandler::rename, body, reply);
    case p9::Type::RenameAt:
        return run(&RequestHandler::renameAt, body, reply);
    case p9::Type::XattrWalk:
        return run(&RequestHandler::xattrWalk, body, reply);
    case p9::Type::XattrCreate:
        return run(&RequestHandler::xattrCreate, body, reply);
    default:
        return violate(QStringLiteral("there is no request of type %1").arg(static_cast<int>(type)));
    }
}

tl::unexpected<Failure> RequestHandler::violate(const QString &what)
{
    m_violation = QStringLiteral("The sandbox broke the file protocol: %1.").arg(what);
    return failure(Errno::Invalid);
}

Outcome<void> RequestHandler::version(Reply &reply, std::uint32_t messageSize, Text version)
{
    if (messageSize < minMessage)
        return violate(QStringLiteral("it asks for messages of %1 bytes").arg(messageSize));
    m_fids.clear(); // a new version is a new conversation
    const bool isKnown = version == "9P2000.L";
    const std::uint32_t limit = std::min(messageSize, maxMessage);
    m_messageLimit = isKnown ? limit : 0;
    reply.u32(limit);
    reply.text(isKnown ? version : "unknown");
    return {};
}

Outcome<void> RequestHandler::authenticate(Reply &, Fid32, Text, Text, std::uint32_t)
{
    return failure(Errno::NotSupported); // the connection itself is the permission
}

Outcome<void> RequestHandler::attach(Reply &reply, Fid32 fid, Fid32 authentication, Text, Text folder,
                                     std::uint32_t)
{
    if (m_fids.contains(fid))
        return violate(QStringLiteral("a file handle is used twice"));
    if (authentication != p9::noFid)
        return failure(Errno::NotSupported);
    if (!folder.empty() && folder != "/")
        return failure(Errno::NoEntry);
    return m_folder.attributes({}).and_then([&](const Attributes &root) {
        m_rootDevice = root.identity.device;
        reply.qid(qidOf(root, m_rootDevice));
        return m_fids.add(fid, {}, root.kind);
    });
}

Outcome<void> RequestHandler::walk(Reply &reply, Fid32 from, Fid32 to, p9::WalkNames names)
{
    if (to != from && m_fids.contains(to))
        return violate(QStringLiteral("a file handle is used twice"));
    const auto start = m_fids.find(from);
    if (!start)
        return tl::unexpected(start.error());
    if (to == from && (*start)->isOpen())
        return failure(Errno::Busy);
    TreePath path = (*start)->path;
    EntryKind kind = (*start)->kind;
    std::array<p9::Qid, p9::maxWalk> qids;
    std::uint16_t found = 0;
    for (; found < names.count; ++found) {
        auto next = m_folder.lookUp(path, names.names[found]);
        if (!next && found == 0)
            return tl::unexpected(std::move(next.error()));
        if (!next)
            break; // the client sees how far it came; the new fid is not made
        path = path.child(names.names[found]);
        kind = next->kind;
        qids[found] = qidOf(*next, m_rootDevice);
    }
    reply.u16(found);
    std::for_each_n(qids.begin(), found, [&](const p9::Qid &qid) { reply.qid(qid); });
    if (found < names.count)
        return {};
    if (to != from)
        return m_fids.add(to, std::move(path), kind);
    m_fids.setPath(**start, std::move(path), kind);
    return {};
}

Outcome<void> RequestHandler::clunk(Reply &, Fid32 fid)
{
    return m_fids.find(fid).map([&](Fid *) { m_fids.remove(fid); });
}

Outcome<void> RequestHandler::flush(Reply &, std::uint16_t)
{
    return {}; // requests are answered in their order: the one to be given up has been already
}

} // namespace glasshouse::sandbox
