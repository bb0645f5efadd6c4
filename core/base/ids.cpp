#include "core/base/ids.h"

#include <QDateTime>
#include <QRandomGenerator>
#include <QStringBuilder>

#include <array>

namespace glasshouse {

QString newId(QStringView prefix)
{
    std::array<quint8, 16> bytes{};
    QRandomGenerator::system()->fillRange(reinterpret_cast<quint32 *>(bytes.data()), bytes.size() / 4);

    const auto milliseconds = static_cast<quint64>(QDateTime::currentMSecsSinceEpoch());
    for (int i = 0; i < 6; ++i)
        bytes[i] = static_cast<quint8>(milliseconds >> (8 * (5 - i)));
    bytes[6] = (bytes[6] & 0x0f) | 0x70; // version 7
    bytes[8] = (bytes[8] & 0x3f) | 0x80; // variant 10

    const auto hex =
        QByteArray::fromRawData(reinterpret_cast<const char *>(bytes.data()), bytes.size()).toHex();
    return prefix % u'_' % QString::fromLatin1(hex);
}

} // namespace glasshouse
