#include "sandbox/gateway/path_rules.h"

#include <QList>

#include <algorithm>

namespace glasshouse::gateway {

namespace {

// Servers have been seen to decode twice.
constexpr int mostDecodings = 3;

bool hasPlainSegments(QByteArrayView path)
{
    const QList<QByteArray> segments = path.toByteArray().split('/');
    return std::none_of(segments.begin(), segments.end(), [](const QByteArray &segment) {
        const QByteArray name = segment.split(';').first(); // Tomcat drops the rest
        return name == "." || name == "..";
    });
}

} // namespace

QStringView withoutQuery(QStringView path)
{
    const qsizetype end = path.indexOf(u'?');
    return end < 0 ? path : path.first(end);
}

bool isPlainPath(QStringView path)
{
    QByteArray decoded = path.toUtf8();
    const qsizetype slashes = decoded.count('/');
    for (int i = 0; i < mostDecodings; ++i) {
        if (!hasPlainSegments(decoded) || decoded.contains('\\') || decoded.contains('\0') ||
            decoded.contains("//") || decoded.count('/') != slashes)
            return false;
        const QByteArray next = QByteArray::fromPercentEncoding(decoded);
        if (next == decoded)
            return true;
        decoded = next;
    }
    return false;
}

bool isBelow(QStringView prefix, QStringView path)
{
    const QStringView plain = withoutQuery(path);
    if (prefix.isEmpty())
        return true;
    if (!plain.startsWith(prefix) || !isPlainPath(plain))
        return false;
    return plain.size() == prefix.size() || prefix.endsWith(u'/') || plain.at(prefix.size()) == u'/';
}

} // namespace glasshouse::gateway
