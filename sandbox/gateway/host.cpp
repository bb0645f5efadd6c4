#include "sandbox/gateway/host.h"

#include <QUrl>

#include <algorithm>

namespace glasshouse::gateway {

namespace {

constexpr qsizetype longestName = 253;
constexpr qsizetype longestLabel = 63;

bool isAscii(QStringView text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 0x80; });
}

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

bool isAllDigits(QStringView text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), isDigit);
}

// What inet_aton and browsers take for an IPv4 address (WHATWG URL, "ends in a number").
bool endsInNumber(QStringView name)
{
    const QStringView last = name.sliced(name.lastIndexOf(u'.') + 1);
    if (isAllDigits(last))
        return true;
    return last.startsWith(u"0x") && std::all_of(last.begin() + 2, last.end(), [](QChar c) {
               return isDigit(c) || (c >= u'a' && c <= u'f');
           });
}

bool isLabel(QStringView label)
{
    const auto isAllowed = [](QChar c) {
        return isDigit(c) || (c >= u'a' && c <= u'z') || c == u'-' || c == u'_';
    };
    return !label.isEmpty() && label.size() <= longestLabel && !label.startsWith(u'-') &&
           !label.endsWith(u'-') && std::all_of(label.begin(), label.end(), isAllowed);
}

bool isName(QStringView name)
{
    if (name.isEmpty() || name.size() > longestName)
        return false;
    const auto labels = name.split(u'.');
    if (!std::all_of(labels.begin(), labels.end(), isLabel))
        return false;
    const bool hasALabel = std::any_of(labels.begin(), labels.end(),
                                       [](QStringView label) { return label.startsWith(u"xn--"); });
    return !hasALabel || QString::fromLatin1(QUrl::toAce(name.toString())) == name;
}

tl::unexpected<Error> notAName(QStringView text)
{
    return fail(QStringLiteral("\"%1\" is not a host name.").arg(text));
}

tl::unexpected<Error> oddAddress(QStringView text)
{
    return fail(QStringLiteral("\"%1\" is not a plain address; write four decimal numbers, e.g. 203.0.113.7.")
                    .arg(text));
}

Result<Host> parseVersion6(QStringView text)
{
    const QHostAddress address(text.toString());
    if (address.protocol() != QAbstractSocket::IPv6Protocol || text.contains(u'%'))
        return fail(QStringLiteral("\"%1\" is not an IPv6 address.").arg(text));
    const QString canonical = address.toString();
    if (canonical.compare(text, Qt::CaseInsensitive) != 0)
        return fail(QStringLiteral("Write the address [%1] as [%2].").arg(text, canonical));
    return Host{canonical, address};
}

Result<Host> parseVersion4(QStringView text)
{
    const QHostAddress address(text.toString());
    if (address.protocol() != QAbstractSocket::IPv4Protocol || address.toString() != text)
        return oddAddress(text);
    return Host{text.toString(), address};
}

Result<Host> parseAscii(QStringView text)
{
    if (text.startsWith(u'[')) {
        if (!text.endsWith(u']'))
            return fail(QStringLiteral("The address %1 lacks its closing bracket.").arg(text));
        return parseVersion6(text.sliced(1, text.size() - 2));
    }
    QString name = text.toString().toLower();
    if (endsInNumber(name))
        return parseVersion4(name);
    if (name.endsWith(u'.'))
        name.chop(1);
    if (endsInNumber(name))
        return oddAddress(text);
    if (!isName(name))
        return notAName(text);
    return Host{name, {}};
}

} // namespace

QString Host::inUrl() const
{
    const bool isVersion6 = address.protocol() == QAbstractSocket::IPv6Protocol;
    return isVersion6 ? QStringLiteral("[%1]").arg(name) : name;
}

Result<Host> parseTypedHost(QStringView text)
{
    if (text.isEmpty())
        return fail(QStringLiteral("A host is missing, e.g. pypi.org."));
    if (isAscii(text))
        return parseAscii(text);
    const QString name = QString::fromLatin1(QUrl::toAce(text.toString()));
    if (name.isEmpty())
        return notAName(text);
    if (endsInNumber(name)) // digits of another script
        return oddAddress(text);
    return parseAscii(name);
}

Result<Host> parseWireHost(QByteArrayView text)
{
    const bool isPrintable =
        std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
    if (text.isEmpty() || !isPrintable)
        return fail(QStringLiteral("The host is missing or holds characters that no host name has."));
    return parseAscii(QString::fromLatin1(text));
}

} // namespace glasshouse::gateway
