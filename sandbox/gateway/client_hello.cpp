#include "sandbox/gateway/client_hello.h"

#include <QSet>

namespace glasshouse::gateway {

namespace {

constexpr int handshakeRecord = 22;
constexpr qsizetype mostRecordBytes = 16 << 10;
constexpr int clientHelloMessage = 1;
constexpr int serverNameExtension = 0;
constexpr int encryptedHelloExtension = 0xfe0d;
constexpr int encryptedServerNameExtension = 0xffce; // ECH's predecessor

const std::optional<ClientHello> incomplete;

tl::unexpected<Refusal> notTls(const QString &what)
{
    return refuse(ReasonCode::NotTls,
                  QStringLiteral("Only TLS goes through a tunnel; what the client sent %1.").arg(what));
}

// Reads big-endian numbers and counted parts; asking for more than there is makes it invalid for good.
class Reader
{
public:
    explicit Reader(QByteArrayView bytes) : m_bytes(bytes) {}

    [[nodiscard]] bool isValid() const { return m_isValid; }
    [[nodiscard]] bool atEnd() const { return m_bytes.isEmpty(); }
    [[nodiscard]] bool isDone() const { return m_isValid && atEnd(); }

    QByteArrayView take(qsizetype count)
    {
        if (!m_isValid || count > m_bytes.size()) {
            m_isValid = false;
            m_bytes = {};
            return {};
        }
        const QByteArrayView part = m_bytes.first(count);
        m_bytes = m_bytes.sliced(count);
        return part;
    }

    int number(int width)
    {
        int value = 0;
        for (const char byte : take(width))
            value = value << 8 | static_cast<uchar>(byte);
        return value;
    }

    QByteArrayView counted(int width) { return take(number(width)); }

private:
    QByteArrayView m_bytes;
    bool m_isValid = true;
};

bool readServerName(QByteArrayView extension, ClientHello &hello)
{
    Reader outer(extension);
    Reader list(outer.counted(2));
    const int kind = list.number(1);
    const QByteArrayView name = list.counted(2);
    if (!outer.isDone() || !list.isDone() || kind != 0 || name.isEmpty())
        return false;
    hello.serverName = name.toByteArray();
    return true;
}

bool readExtensions(QByteArrayView bytes, ClientHello &hello)
{
    Reader reader(bytes);
    QSet<int> seen;
    while (reader.isValid() && !reader.atEnd()) {
        const int type = reader.number(2);
        const QByteArrayView content = reader.counted(2);
        if (!reader.isValid() || seen.contains(type))
            return false;
        seen << type;
        if (type == serverNameExtension && !readServerName(content, hello))
            return false;
        if (type == encryptedHelloExtension || type == encryptedServerNameExtension)
            hello.isEncrypted = true;
    }
    return reader.isValid();
}

std::optional<ClientHello> readBody(QByteArrayView body)
{
    Reader reader(body);
    ClientHello hello;
    const int version = reader.number(2);
    reader.take(32); // random
    const QByteArrayView session = reader.counted(1);
    const QByteArrayView ciphers = reader.counted(2);
    const QByteArrayView compressions = reader.counted(1);
    if (!reader.isValid() || version >> 8 != 3 || session.size() > 32 || ciphers.isEmpty() ||
        ciphers.size() % 2 != 0 || compressions.isEmpty())
        return std::nullopt;
    if (reader.atEnd()) // before extensions were invented
        return hello;
    const QByteArrayView extensions = reader.counted(2);
    if (!reader.isDone() || !readExtensions(extensions, hello))
        return std::nullopt;
    return hello;
}

Checked<std::optional<ClientHello>> parseMessage(QByteArrayView message)
{
    if (message.at(0) != clientHelloMessage)
        return notTls(QStringLiteral("does not start with a ClientHello"));
    if (message.size() < 4)
        return incomplete;
    const int length = Reader(message.sliced(1)).number(3);
    if (length > mostClientHelloBytes)
        return notTls(QStringLiteral("is a ClientHello that is too large"));
    if (message.size() < 4 + length)
        return incomplete;
    if (message.size() > 4 + length)
        return notTls(QStringLiteral("has more after its ClientHello"));
    const auto hello = readBody(message.sliced(4));
    if (!hello)
        return notTls(QStringLiteral("is a broken ClientHello"));
    return hello;
}

} // namespace

Checked<std::optional<ClientHello>> parseClientHello(QByteArrayView bytes)
{
    if (bytes.size() > mostClientHelloBytes)
        bytes = bytes.first(mostClientHelloBytes);
    QByteArray message; // out of its records
    for (QByteArrayView rest = bytes; !rest.isEmpty();) {
        if (rest.at(0) != handshakeRecord || (rest.size() > 1 && rest.at(1) != 3))
            return notTls(QStringLiteral("does not look like it"));
        if (rest.size() < 5)
            break;
        const int length = Reader(rest.sliced(3)).number(2);
        if (length == 0 || length > mostRecordBytes)
            return notTls(QStringLiteral("has a record of an impossible size"));
        const QByteArrayView content = rest.sliced(5, std::min<qsizetype>(length, rest.size() - 5));
        message.append(content);
        if (content.size() < length)
            break;
        auto hello = parseMessage(message);
        if (!hello || hello->has_value())
            return hello;
        rest = rest.sliced(5 + length);
    }
    if (bytes.size() == mostClientHelloBytes)
        return notTls(QStringLiteral("is a ClientHello that is too large"));
    return incomplete;
}

Checked<void> checkClientHello(const ClientHello &hello, const Host &host)
{
    if (hello.isEncrypted)
        return refuse(ReasonCode::EncryptedHello,
                      QStringLiteral("The TLS client hides which server it wants (Encrypted Client Hello)."));
    if (hello.serverName.isEmpty() && !host.isAddress())
        return refuse(ReasonCode::SniMissing,
                      QStringLiteral("The TLS client does not say which server it wants; it asked for %1.")
                          .arg(host.name));
    if (hello.serverName.isEmpty())
        return {};
    const auto named = parseWireHost(hello.serverName);
    if (!named || !(*named == host) || host.isAddress())
        return refuse(ReasonCode::SniMismatch,
                      QStringLiteral("The TLS client wants another server than %1, which it asked for.")
                          .arg(host.name));
    return {};
}

QByteArray refusingTlsAlert()
{
    return QByteArray("\x15\x03\x03\x00\x02\x02\x70", 7);
}

} // namespace glasshouse::gateway
