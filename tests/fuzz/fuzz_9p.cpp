// Bytes of a hostile guest, cut anywhere, through a mount: as they are, and as fields of requests that make
// sense.
#include "sandbox/files/p9_session.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtEndian>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>

using namespace glasshouse;
using namespace glasshouse::sandbox;

namespace {

constexpr Quota quota{64 << 10, 50};

// A folder to be ruined, beside something that nobody may touch.
class Playground
{
public:
    Playground()
    {
        QDir(m_folder.path()).mkdir(QStringLiteral("share"));
        write(QStringLiteral("canary"));
    }

    [[nodiscard]] QString share() const { return m_folder.filePath(QStringLiteral("share")); }

    void refill() const
    {
        for (const QFileInfo &entry : QDir(share()).entryInfoList(QDir::AllEntries | QDir::Hidden |
                                                                  QDir::System | QDir::NoDotAndDotDot))
            if (entry.isDir() && !entry.isSymLink())
                QDir(entry.filePath()).removeRecursively();
            else
                QFile::remove(entry.filePath());
        QDir(share()).mkdir(QStringLiteral("folder"));
        write(QStringLiteral("share/file"));
        QFile::link(m_folder.filePath(QStringLiteral("canary")), share() + QStringLiteral("/link"));
    }

    void check() const
    {
        QFile canary(m_folder.filePath(QStringLiteral("canary")));
        const QStringList beside = QDir(m_folder.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot);
        if (beside.size() != 2 || !canary.open(QIODevice::ReadOnly) || canary.readAll() != "content")
            std::abort();
    }

private:
    void write(const QString &name) const
    {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write("content") != 7)
            std::abort();
    }

    QTemporaryDir m_folder;
};

class Input
{
public:
    explicit Input(QByteArrayView bytes) : m_rest(bytes) {}

    [[nodiscard]] bool isEmpty() const { return m_rest.isEmpty(); }
    std::uint8_t byte()
    {
        if (m_rest.isEmpty())
            return 0;
        const auto value = static_cast<std::uint8_t>(m_rest.front());
        m_rest = m_rest.sliced(1);
        return value;
    }
    QByteArrayView take(qsizetype size)
    {
        const QByteArrayView taken = m_rest.first(std::min(size, m_rest.size()));
        m_rest = m_rest.sliced(taken.size());
        return taken;
    }
    QByteArrayView takeAll() { return take(m_rest.size()); }

private:
    QByteArrayView m_rest;
};

template<typename Number> void append(QByteArray &to, Number number)
{
    char little[sizeof number];
    qToLittleEndian(number, little);
    to.append(little, sizeof little);
}

void appendText(QByteArray &to, QByteArrayView text)
{
    append(to, static_cast<std::uint16_t>(text.size()));
    to.append(text);
}

QByteArray framed(std::uint8_t type, const QByteArray &body)
{
    QByteArray message;
    append(message, static_cast<std::uint32_t>(body.size() + p9::headerSize));
    append(message, type);
    append(message, std::uint16_t(1));
    return message + body;
}

QByteArray greeting()
{
    QByteArray version;
    append(version, std::uint32_t(8192));
    appendText(version, "9P2000.L");
    QByteArray attach;
    append(attach, std::uint32_t(0));
    append(attach, p9::noFid);
    appendText(attach, "");
    appendText(attach, "");
    append(attach, std::uint32_t(1000));
    return framed(100, version) + framed(104, attach);
}

QByteArrayView someName(Input &input)
{
    static constexpr std::array names{"file", "folder", "link", "new", "..", ".", "a/b", "CON", ""};
    const std::uint8_t choice = input.byte();
    return choice < 200 ? QByteArrayView(names[choice % names.size()]) : input.take(choice - 200);
}

// Each request's fields: f fid, s name, w names to walk, d data, 1 2 4 8 numbers.
struct Shape
{
    p9::Type type;
    const char *fields;
};

constexpr Shape shapes[] = {
    {p9::Type::Walk, "ffw"},         {p9::Type::Open, "f4"},          {p9::Type::Create, "fs444"},
    {p9::Type::Read, "f84"},         {p9::Type::Write, "f8d"},        {p9::Type::Clunk, "f"},
    {p9::Type::ReadFolder, "f84"},   {p9::Type::GetAttributes, "f8"}, {p9::Type::SetAttributes, "f444488888"},
    {p9::Type::MakeFolder, "fs44"},  {p9::Type::MakeNode, "fs4444"},  {p9::Type::Symlink, "fss4"},
    {p9::Type::Link, "ffs"},         {p9::Type::Rename, "ffs"},       {p9::Type::RenameAt, "fsfs"},
    {p9::Type::UnlinkAt, "fs4"},     {p9::Type::Remove, "f"},         {p9::Type::Sync, "f4"},
    {p9::Type::StatFs, "f"},         {p9::Type::Lock, "f14884s"},     {p9::Type::GetLock, "f1884s"},
    {p9::Type::XattrWalk, "ffs"},    {p9::Type::ReadLink, "f"},       {p9::Type::Flush, "2"},
    {p9::Type::Version, "4s"},       {p9::Type::Attach, "ffss4"},     {p9::Type::XattrCreate, "fs84"},
    {p9::Type::Authenticate, "fss4"}};

void appendField(QByteArray &body, char field, Input &input)
{
    switch (field) {
    case 'f':
        return append(body, static_cast<std::uint32_t>(input.byte() % 8));
    case 's':
        return appendText(body, someName(input));
    case 'd': {
        const QByteArrayView data = input.take(input.byte());
        append(body, static_cast<std::uint32_t>(data.size()));
        body.append(data);
        return;
    }
    case 'w': {
        const int count = input.byte() % 4;
        append(body, static_cast<std::uint16_t>(count));
        for (int i = 0; i < count; ++i)
            appendText(body, someName(input));
        return;
    }
    default:
        for (int i = 0; i < field - '0'; ++i)
            append(body, input.byte());
    }
}

QByteArray someRequests(Input &input)
{
    QByteArray requests;
    while (!input.isEmpty()) {
        const Shape &shape = shapes[input.byte() % std::size(shapes)];
        QByteArray body;
        for (const char *field = shape.fields; *field != '\0'; ++field)
            appendField(body, *field, input);
        requests += framed(static_cast<std::uint8_t>(shape.type), body);
    }
    return requests;
}

// Replies are whole, as large as agreed at most, and nothing follows a violation.
void check(QByteArrayView replies)
{
    while (!replies.isEmpty()) {
        if (replies.size() < p9::headerSize)
            std::abort();
        const auto size = qFromLittleEndian<std::uint32_t>(replies.data());
        if (size < p9::headerSize || size > RequestHandler::maxMessage || size > replies.size())
            std::abort();
        replies = replies.sliced(size);
    }
}

void play(P9Session &session, const QByteArray &requests, qsizetype piece)
{
    for (qsizetype at = 0; at < requests.size(); at += piece) {
        const bool isOver = session.violation().has_value();
        const QByteArray replies = session.receive(requests.mid(at, piece));
        if (isOver && !replies.isEmpty())
            std::abort();
        check(replies);
    }
    while (session.isWaiting())
        check(session.receive({}));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const Playground playground;
    static const SystemClock clock;
    Input input(QByteArrayView(data, static_cast<qsizetype>(size)));
    const std::uint8_t how = input.byte();
    const qsizetype piece = 1 + input.byte() * 4;
    playground.refill();
    auto tree = HostTree::open(playground.share().toStdString(),
                               how & 1 ? HostTree::Lookup::ByComponent : HostTree::Lookup::WholePath);
    if (!tree)
        std::abort();
    P9Session session(std::move(*tree), {(how & 2) == 0, quota, &clock, [](const FileAccess &) {}});
    if ((how & 4) == 0)
        play(session, greeting() + someRequests(input), piece);
    else
        play(session, greeting() + input.takeAll().toByteArray(), piece);
    playground.check();
    return 0;
}
