#include "sandbox/gateway/address_class.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace glasshouse::gateway {

namespace {

struct Range4
{
    quint32 network;
    int bits;
    AddressClass kind;
};

constexpr quint32 v4(quint32 a, quint32 b, quint32 c, quint32 d)
{
    return a << 24 | b << 16 | c << 8 | d;
}

// The first match counts.
constexpr std::array ranges4{
    Range4{v4(169, 254, 169, 254), 32, AddressClass::Metadata},
    Range4{v4(169, 254, 170, 2), 32, AddressClass::Metadata},   // credentials of AWS containers
    Range4{v4(168, 63, 129, 16), 32, AddressClass::Metadata},   // Azure's, in a range that looks public
    Range4{v4(100, 100, 100, 200), 32, AddressClass::Metadata}, // Alibaba's
    Range4{v4(0, 0, 0, 0), 8, AddressClass::Reserved},
    Range4{v4(10, 0, 0, 0), 8, AddressClass::Private},
    Range4{v4(100, 64, 0, 0), 10, AddressClass::SharedNat},
    Range4{v4(127, 0, 0, 0), 8, AddressClass::Loopback},
    Range4{v4(169, 254, 0, 0), 16, AddressClass::LinkLocal},
    Range4{v4(172, 16, 0, 0), 12, AddressClass::Private},
    Range4{v4(192, 0, 0, 0), 24, AddressClass::Reserved},
    Range4{v4(192, 0, 2, 0), 24, AddressClass::Reserved},
    Range4{v4(192, 88, 99, 0), 24, AddressClass::SixToFour},
    Range4{v4(192, 168, 0, 0), 16, AddressClass::Private},
    Range4{v4(198, 18, 0, 0), 15, AddressClass::Reserved},
    Range4{v4(198, 51, 100, 0), 24, AddressClass::Reserved},
    Range4{v4(203, 0, 113, 0), 24, AddressClass::Reserved},
    Range4{v4(224, 0, 0, 0), 4, AddressClass::Multicast},
    Range4{v4(240, 0, 0, 0), 4, AddressClass::Reserved},
};

struct Range6
{
    std::array<quint8, 16> network;
    int bits;
    AddressClass kind;
};

constexpr std::array ranges6{
    Range6{{0xfd, 0x00, 0x0e, 0xc2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54}, 128, AddressClass::Metadata},
    Range6{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 128, AddressClass::Loopback},
    Range6{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96, AddressClass::V4Mapped},
    Range6{{0x00, 0x64, 0xff, 0x9b}, 32, AddressClass::Nat64}, // both prefixes: RFC 6052, RFC 8215
    Range6{{0x20, 0x01, 0x00, 0x00}, 32, AddressClass::Teredo},
    Range6{{0x20, 0x01, 0x00}, 23, AddressClass::Reserved},
    Range6{{0x20, 0x01, 0x0d, 0xb8}, 32, AddressClass::Reserved},
    Range6{{0x20, 0x02}, 16, AddressClass::SixToFour},
    Range6{{0x3f, 0xff, 0x00}, 20, AddressClass::Reserved},
    Range6{{0xfe, 0x80}, 10, AddressClass::LinkLocal},
    Range6{{0xfe, 0xc0}, 10, AddressClass::Private},
    Range6{{0xfc, 0x00}, 7, AddressClass::Private},
    Range6{{0xff}, 8, AddressClass::Multicast},
    Range6{{0x20}, 3, AddressClass::Public}, // all that is global unicast today
    Range6{{}, 0, AddressClass::Reserved},
};

bool contains(const Range4 &range, quint32 address)
{
    return ((address ^ range.network) >> (32 - range.bits)) == 0;
}

bool contains(const Range6 &range, const Q_IPV6ADDR &address)
{
    const int wholeBytes = range.bits / 8;
    const int restBits = range.bits % 8;
    if (std::memcmp(range.network.data(), address.c, static_cast<std::size_t>(wholeBytes)) != 0)
        return false;
    if (restBits == 0)
        return true;
    const auto index = static_cast<std::size_t>(wholeBytes);
    return ((range.network.at(index) ^ address.c[wholeBytes]) >> (8 - restBits)) == 0;
}

} // namespace

AddressClass classOf(const QHostAddress &address)
{
    if (address.protocol() == QAbstractSocket::IPv4Protocol) {
        const quint32 number = address.toIPv4Address();
        const auto *const range = std::find_if(ranges4.begin(), ranges4.end(),
                                               [number](const Range4 &one) { return contains(one, number); });
        return range == ranges4.end() ? AddressClass::Public : range->kind;
    }
    if (address.protocol() == QAbstractSocket::IPv6Protocol) {
        const Q_IPV6ADDR number = address.toIPv6Address();
        const auto *const range = std::find_if(
            ranges6.begin(), ranges6.end(), [&number](const Range6 &one) { return contains(one, number); });
        return range->kind; // the last one matches all
    }
    return AddressClass::Reserved;
}

bool isOfThisNetwork(const Host &host)
{
    return host.isAddress() && classOf(host.address) != AddressClass::Public;
}

QString describe(AddressClass kind)
{
    switch (kind) {
    case AddressClass::Public:
        return QStringLiteral("a public address");
    case AddressClass::Loopback:
        return QStringLiteral("a loopback address");
    case AddressClass::Private:
        return QStringLiteral("a private address");
    case AddressClass::LinkLocal:
        return QStringLiteral("a link-local address");
    case AddressClass::Metadata:
        return QStringLiteral("a cloud metadata address");
    case AddressClass::SharedNat:
        return QStringLiteral("an address behind a carrier's NAT");
    case AddressClass::Multicast:
        return QStringLiteral("a multicast address");
    case AddressClass::V4Mapped:
        return QStringLiteral("an IPv4 address in IPv6 clothing");
    case AddressClass::SixToFour:
        return QStringLiteral("a 6to4 address");
    case AddressClass::Teredo:
        return QStringLiteral("a Teredo address");
    case AddressClass::Nat64:
        return QStringLiteral("a NAT64 address");
    case AddressClass::Reserved:
        break;
    }
    return QStringLiteral("a reserved address");
}

} // namespace glasshouse::gateway
