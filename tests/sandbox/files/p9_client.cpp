#include "p9_client.h"

#include <algorithm>
#include <sstream>

namespace glasshouse::sandbox {

namespace {

constexpr std::uint32_t scratchFid = 0x7fff0000;

std::vector<std::string> parts(const std::string &path)
{
    std::vector<std::string> names;
    std::istringstream stream(path);
    for (std::string name; std::getline(stream, name, '/');)
        names.push_back(name);
    return names;
}

} // namespace

Request &Request::text(std::string_view text)
{
    u16(static_cast<std::uint16_t>(text.size()));
    m_bytes.append(text.data(), static_cast<qsizetype>(text.size()));
    return *this;
}

Request &Request::data(std::string_view data)
{
    u32(static_cast<std::uint32_t>(data.size()));
    m_bytes.append(data.data(), static_cast<qsizetype>(data.size()));
    return *this;
}

QByteArray Request::bytes() const
{
    QByteArray message = m_bytes;
    qToLittleEndian(static_cast<std::uint32_t>(message.size()), message.data());
    return message;
}

std::uint32_t Answer::error()
{
    return type() == p9::errorReply ? u32() : 0;
}

std::string Answer::bytes(std::size_t size)
{
    if (m_at + static_cast<qsizetype>(size) > m_message.size())
        qFatal("The reply is shorter than it should be.");
    const std::string taken(m_message.data() + m_at, size);
    m_at += static_cast<qsizetype>(size);
    return taken;
}

p9::Qid Answer::qid()
{
    p9::Qid qid;
    qid.type = u8();
    qid.version = u32();
    qid.path = u64();
    return qid;
}

std::vector<Answer> answersIn(QByteArrayView replies)
{
    std::vector<Answer> answers;
    while (!replies.isEmpty()) {
        const auto size = qFromLittleEndian<std::uint32_t>(replies.data());
        if (size < p9::headerSize || size > replies.size())
            qFatal("A reply of %u bytes in %lld.", size, static_cast<long long>(replies.size()));
        answers.emplace_back(replies.first(size).toByteArray());
        replies = replies.sliced(size);
    }
    return answers;
}

std::uint32_t P9Client::connect(std::uint32_t size)
{
    Answer version = call(Request(p9::Type::Version).u32(size).text("9P2000.L"));
    if (const auto error = version.error())
        return error;
    return call(Request(p9::Type::Attach).u32(0).u32(p9::noFid).text("user").text("").u32(1000)).error();
}

Answer P9Client::call(const Request &request)
{
    const auto answers = answersIn(m_session.receive(request.bytes()));
    if (answers.size() != 1)
        qFatal("%zu replies: %s", answers.size(), qPrintable(m_session.violation().value_or(QString())));
    return answers.front();
}

std::uint32_t P9Client::walk(std::uint32_t from, std::uint32_t to, const std::vector<std::string> &names)
{
    const auto count = static_cast<std::ptrdiff_t>(std::min<std::size_t>(names.size(), p9::maxWalk));
    Request request(p9::Type::Walk);
    request.u32(from).u32(to).u16(static_cast<std::uint16_t>(count));
    std::for_each_n(names.begin(), count, [&](const std::string &name) { request.text(name); });
    Answer answer = call(request);
    if (const auto error = answer.error())
        return error;
    if (answer.u16() != count)
        return static_cast<std::uint32_t>(Errno::NoEntry);
    if (names.size() <= p9::maxWalk)
        return 0;
    const auto error = walk(to, to, {names.begin() + count, names.end()});
    if (error && to != from)
        (void)clunk(to);
    return error;
}

std::uint32_t P9Client::open(std::uint32_t fid, std::uint32_t flags)
{
    return call(Request(p9::Type::Open).u32(fid).u32(flags)).error();
}

std::uint32_t P9Client::create(std::uint32_t fid, std::string_view name, std::uint32_t flags,
                               std::uint32_t mode)
{
    return call(Request(p9::Type::Create).u32(fid).text(name).u32(flags).u32(mode).u32(1000)).error();
}

std::uint32_t P9Client::clunk(std::uint32_t fid)
{
    return call(Request(p9::Type::Clunk).u32(fid)).error();
}

std::uint32_t P9Client::read(std::uint32_t fid, std::uint64_t offset, std::uint32_t count, std::string &data)
{
    Answer answer = call(Request(p9::Type::Read).u32(fid).u64(offset).u32(count));
    if (const auto error = answer.error())
        return error;
    data = answer.bytes(answer.u32());
    return 0;
}

std::uint32_t P9Client::write(std::uint32_t fid, std::uint64_t offset, std::string_view data)
{
    Answer answer = call(Request(p9::Type::Write).u32(fid).u64(offset).data(data));
    if (const auto error = answer.error())
        return error;
    return answer.u32() == data.size() ? 0 : static_cast<std::uint32_t>(Errno::NoSpace);
}

std::uint32_t P9Client::list(std::uint32_t fid, std::uint64_t offset, std::uint32_t count,
                             std::vector<Listed> &entries)
{
    Answer answer = call(Request(p9::Type::ReadFolder).u32(fid).u64(offset).u32(count));
    if (const auto error = answer.error())
        return error;
    const std::uint32_t size = answer.u32();
    if (size > count)
        qFatal("More bytes of a folder than asked for.");
    entries.clear();
    while (!answer.atEnd()) {
        Listed entry;
        (void)answer.qid();
        entry.next = answer.u64();
        entry.type = answer.u8();
        entry.name = answer.text();
        entries.push_back(entry);
    }
    return 0;
}

std::uint32_t P9Client::stat(std::uint32_t fid, Stat &stat)
{
    Answer answer = call(Request(p9::Type::GetAttributes).u32(fid).u64(0x3fff));
    if (const auto error = answer.error())
        return error;
    (void)answer.u64();
    stat.qid = answer.qid();
    stat.mode = answer.u32();
    stat.user = answer.u32();
    stat.group = answer.u32();
    stat.links = answer.u64();
    (void)answer.u64();
    stat.size = answer.u64();
    stat.blockSize = answer.u64();
    (void)answer.bytes(8 + 16);
    stat.modified = answer.u64();
    return 0;
}

std::uint32_t P9Client::setSize(std::uint32_t fid, std::uint64_t size)
{
    Request request(p9::Type::SetAttributes);
    request.u32(fid).u32(8).u32(0).u32(0).u32(0).u64(size).u64(0).u64(0).u64(0).u64(0);
    return call(request).error();
}

std::uint32_t P9Client::setMode(std::uint32_t fid, std::uint32_t mode)
{
    Request request(p9::Type::SetAttributes);
    request.u32(fid).u32(1).u32(mode).u32(0).u32(0).u64(0).u64(0).u64(0).u64(0).u64(0);
    return call(request).error();
}

std::uint32_t P9Client::makeFolder(std::uint32_t fid, std::string_view name)
{
    return call(Request(p9::Type::MakeFolder).u32(fid).text(name).u32(0755).u32(1000)).error();
}

std::uint32_t P9Client::unlink(std::uint32_t fid, std::string_view name, bool folder)
{
    return call(Request(p9::Type::UnlinkAt).u32(fid).text(name).u32(folder ? 0x200 : 0)).error();
}

std::uint32_t P9Client::rename(std::uint32_t from, std::string_view name, std::uint32_t to,
                               std::string_view newName)
{
    return call(Request(p9::Type::RenameAt).u32(from).text(name).u32(to).text(newName)).error();
}

std::uint32_t P9Client::openPath(const std::string &path, std::uint32_t fid, std::uint32_t flags)
{
    if (const auto error = walk(0, fid, parts(path)))
        return error;
    const auto error = open(fid, flags);
    if (error)
        (void)clunk(fid);
    return error;
}

std::uint32_t P9Client::createPath(const std::string &name, std::uint32_t fid, std::uint32_t flags)
{
    if (const auto error = walk(0, fid, {}))
        return error;
    const auto error = create(fid, name, flags);
    if (error)
        (void)clunk(fid);
    return error;
}

std::uint32_t P9Client::writeFile(const std::string &name, std::string_view data)
{
    if (const auto error = createPath(name, scratchFid))
        return error;
    const auto error = write(scratchFid, 0, data);
    (void)clunk(scratchFid);
    return error;
}

std::string P9Client::readFile(const std::string &path)
{
    std::string all;
    auto error = openPath(path, scratchFid, 0);
    if (error)
        return "error " + std::to_string(error);
    for (std::string piece = "?"; !error && !piece.empty(); all += piece)
        error = read(scratchFid, all.size(), 1 << 20, piece);
    (void)clunk(scratchFid);
    return error ? "error " + std::to_string(error) : all;
}

std::uint32_t P9Client::statPath(const std::string &path, Stat &found)
{
    if (const auto error = walk(0, scratchFid, parts(path)))
        return error;
    const auto error = stat(scratchFid, found);
    (void)clunk(scratchFid);
    return error;
}

std::vector<std::string> P9Client::namesIn(const std::string &path)
{
    std::vector<std::string> names;
    if (openPath(path, scratchFid, 0) != 0)
        return {"cannot be opened"};
    std::uint64_t offset = 0;
    for (std::vector<Listed> entries; list(scratchFid, offset, 4096, entries) == 0 && !entries.empty();) {
        for (const Listed &entry : entries)
            if (entry.name != "." && entry.name != "..")
                names.push_back(entry.name);
        offset = entries.back().next;
    }
    (void)clunk(scratchFid);
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace glasshouse::sandbox
