#include "sandbox/gateway/allow_target.h"

#include "sandbox/gateway/path_rules.h"

namespace glasshouse::gateway {

namespace {

constexpr qsizetype longestTarget = 2048;

// The parts of what was typed, not yet judged.
struct Parts
{
    std::optional<Scheme> scheme;
    QStringView authority;
    QStringView path;
};

tl::unexpected<Error> tooLong()
{
    return fail(QStringLiteral("A target has at most %1 characters.").arg(longestTarget));
}

Result<Parts> split(QStringView text)
{
    Parts parts;
    const qsizetype schemeEnd = text.indexOf(u"://");
    if (schemeEnd >= 0) {
        const QString scheme = text.first(schemeEnd).toString().toLower();
        if (scheme != u"http" && scheme != u"https")
            return fail(QStringLiteral("Only http and https can be allowed, not \"%1\".").arg(scheme));
        parts.scheme = scheme == u"http" ? Scheme::Http : Scheme::Https;
        text = text.sliced(schemeEnd + 3);
    }
    const qsizetype slash = text.indexOf(u'/');
    parts.authority = slash < 0 ? text : text.first(slash);
    parts.path = slash < 0 ? QStringView() : text.sliced(slash);
    return parts;
}

Result<void> checkCharacters(QStringView text)
{
    for (const QChar c : text) {
        if (c.isSpace() || c.category() == QChar::Other_Control)
            return fail(QStringLiteral("A target has no spaces or line breaks."));
    }
    if (text.contains(u'\\'))
        return fail(QStringLiteral("A target has no backslash; write \"/\"."));
    if (text.contains(u'@'))
        return fail(QStringLiteral("A target has no user name or password; leave out what is before \"@\"."));
    if (text.contains(u'?') || text.contains(u'#'))
        return fail(QStringLiteral("A target ends with the path; leave out what follows \"?\" or \"#\"."));
    return {};
}

Result<quint16> parsePort(QStringView text)
{
    const uint number = text.toUInt();
    if (number == 0 || number > 65535 || QString::number(number) != text)
        return fail(QStringLiteral("\"%1\" is not a port; a port is a number from 1 to 65535.").arg(text));
    return static_cast<quint16>(number);
}

// Where the colon before the port is, or -1; an IPv6 address without brackets has no port.
qsizetype portColon(QStringView authority)
{
    const qsizetype colon = authority.lastIndexOf(u':');
    if (authority.startsWith(u'['))
        return colon > authority.lastIndexOf(u']') ? colon : -1;
    return authority.count(u':') == 1 ? colon : -1;
}

Result<void> parseHost(QStringView text, AllowTarget &target)
{
    target.subdomains = text.startsWith(u"*.");
    const QStringView name = target.subdomains ? text.sliced(2) : text;
    if (text == u"*" || text == u"*.")
        return fail(QStringLiteral("\"*\" would allow every host; name one, e.g. *.example.com."));
    if (name.contains(u'*'))
        return fail(QStringLiteral("\"*\" can only stand at the start, before a dot: *.example.com."));
    const bool isBareVersion6 = name.count(u':') >= 2 && !name.startsWith(u'[');
    const auto host =
        isBareVersion6 ? parseTypedHost(QStringLiteral("[%1]").arg(name)) : parseTypedHost(name);
    if (!host)
        return fail(host.error());
    if (target.subdomains && host->isAddress())
        return fail(QStringLiteral("An address has no subdomains; leave out \"*.\"."));
    if (target.subdomains && !host->name.contains(u'.'))
        return fail(
            QStringLiteral("\"*.%1\" would allow too much; name a domain below it, e.g. *.example.%1.")
                .arg(host->name));
    target.host = *host;
    return {};
}

QString percentEncoded(char byte)
{
    return u'%' + QString::fromLatin1(QByteArray(1, byte).toHex().toUpper());
}

Result<QString> parsePath(QStringView text)
{
    if (text.isEmpty() || text == u"/")
        return QString();
    QString path;
    for (const char byte : text.toUtf8()) {
        const bool isAscii = static_cast<uchar>(byte) < 0x80;
        // Other scripts are written as browsers send them; ASCII stays as it was typed.
        path += isAscii ? QString(QLatin1Char(byte)) : percentEncoded(byte);
    }
    if (!isPlainPath(path))
        return fail(QStringLiteral("The path of a target has no \"..\", \"//\" or encoded slash."));
    return path;
}

} // namespace

QString toString(Scheme scheme)
{
    return scheme == Scheme::Http ? QStringLiteral("http") : QStringLiteral("https");
}

quint16 defaultPort(Scheme scheme)
{
    return scheme == Scheme::Http ? 80 : 443;
}

QString AllowTarget::toString() const
{
    QString text = scheme ? gateway::toString(*scheme) + QStringLiteral("://") : QString();
    text += (subdomains ? QStringLiteral("*.") : QString()) + host.inUrl();
    if (port)
        text += QStringLiteral(":%1").arg(*port);
    return text + pathPrefix;
}

Result<AllowTarget> parseAllowTarget(const QString &text)
{
    const QString trimmed = text.trimmed();
    if (trimmed.size() > longestTarget)
        return tooLong();
    if (const auto checked = checkCharacters(trimmed); !checked)
        return fail(checked.error());
    const auto parts = split(trimmed);
    if (!parts)
        return fail(parts.error());

    AllowTarget target;
    target.scheme = parts->scheme;
    const qsizetype colon = portColon(parts->authority);
    if (colon >= 0) {
        const auto port = parsePort(parts->authority.sliced(colon + 1));
        if (!port)
            return fail(port.error());
        if (!target.scheme || *port != defaultPort(*target.scheme))
            target.port = *port;
    }
    if (auto host = parseHost(colon < 0 ? parts->authority : parts->authority.first(colon), target); !host)
        return fail(host.error());
    const auto path = parsePath(parts->path);
    if (!path)
        return fail(path.error());
    target.pathPrefix = *path;
    if (target.toString().size() > longestTarget) // encoded it is longer
        return tooLong();
    return target;
}

} // namespace glasshouse::gateway
