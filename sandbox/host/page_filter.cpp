#include "sandbox/host/page_filter.h"

#include <QtEndian>

#include <cstring>

namespace glasshouse::sandbox {

namespace {

constexpr qsizetype pageSize = 4096;
constexpr qsizetype headerSize = 8;
constexpr qsizetype longestPreamble = 64 << 10;
constexpr qsizetype footerSize = 5; // and the start of a section that goes on
constexpr char sectionFooter = 0x7e;
constexpr char sectionPart = 2;
constexpr char sectionEnd = 3;

// Of a page's header, below its address (ram.c: RAM_SAVE_FLAG_...).
constexpr quint64 flagMask = 0xfff;
constexpr quint64 zeroFlag = 0x02;
constexpr quint64 sizeFlag = 0x04;
constexpr quint64 pageFlag = 0x08;
constexpr quint64 endFlag = 0x10;
constexpr quint64 sameBlockFlag = 0x20;

// Start of a section, a number, "ram", instance 0, version 4; then the size of all memory.
constexpr qsizetype numberAt = 1;
constexpr qsizetype nameAt = 5;
const QByteArray name = QByteArrayLiteral("\3ram\0\0\0\0\0\0\0\4");
const qsizetype sizeAt = nameAt + name.size();

quint64 number64(const char *bytes)
{
    return qFromBigEndian<quint64>(bytes);
}

bool isZero(const char *page)
{
    return page[0] == 0 && std::memcmp(page, page + 1, pageSize - 1) == 0;
}

} // namespace

void PageFilter::add(QByteArrayView bytes, QByteArray &kept)
{
    m_waiting.remove(0, std::exchange(m_at, 0));
    m_waiting.append(bytes);
    while (left() > 0 && step(kept) == Step::Taken) {
    }
}

void PageFilter::finish(QByteArray &kept)
{
    keep(left(), kept);
}

PageFilter::Step PageFilter::step(QByteArray &kept)
{
    switch (m_part) {
    case Part::Preamble:
        return findMemory(kept);
    case Part::Blocks:
        return readBlock(kept);
    case Part::AfterSection:
        return readFooter(kept);
    case Part::Section:
        return readSection(kept);
    case Part::Pages:
        return readPage(kept);
    case Part::Devices:
        break;
    }
    return keep(left(), kept);
}

// Nothing that a guest could have written comes before its memory.
PageFilter::Step PageFilter::findMemory(QByteArray &kept)
{
    const qsizetype found = QByteArrayView(m_waiting).indexOf(name, m_at) - m_at;
    if (found < nameAt)
        return left() < longestPreamble ? Step::NeedsMore : giveUp(kept);
    const qsizetype start = found - nameAt;
    if (left() < start + sizeAt + headerSize)
        return Step::NeedsMore;
    const quint64 size = number64(at(start + sizeAt));
    if ((size & flagMask) != sizeFlag)
        return giveUp(kept);
    m_section = qFromBigEndian<quint32>(at(start + numberAt));
    m_memoryLeft = size - sizeFlag;
    m_part = Part::Blocks;
    return keep(start + sizeAt + headerSize, kept);
}

PageFilter::Step PageFilter::readBlock(QByteArray &kept)
{
    if (m_memoryLeft == 0) {
        if (left() < headerSize)
            return Step::NeedsMore;
        if (number64(at(0)) != endFlag)
            return giveUp(kept);
        m_part = Part::AfterSection;
        return keep(headerSize, kept);
    }
    const qsizetype length = static_cast<uchar>(*at(0));
    if (left() < 1 + length + headerSize)
        return Step::NeedsMore;
    const quint64 size = number64(at(1 + length));
    if (size > m_memoryLeft)
        return giveUp(kept);
    if (size == static_cast<quint64>(m_memory.size()))
        m_mainBlock = QByteArray(at(1), length);
    m_memoryLeft -= size;
    return keep(1 + length + headerSize, kept);
}

PageFilter::Step PageFilter::readFooter(QByteArray &kept)
{
    if (left() < footerSize)
        return Step::NeedsMore;
    if (*at(0) != sectionFooter || qFromBigEndian<quint32>(at(1)) != m_section)
        return giveUp(kept);
    m_part = Part::Section;
    return keep(footerSize, kept);
}

PageFilter::Step PageFilter::readSection(QByteArray &kept)
{
    if (left() < footerSize)
        return Step::NeedsMore;
    const bool goesOn = *at(0) == sectionPart || *at(0) == sectionEnd;
    if (!goesOn || qFromBigEndian<quint32>(at(1)) != m_section)
        return giveUp(kept); // the devices follow
    m_part = Part::Pages; // which go on in the block of the section before
    return keep(footerSize, kept);
}

PageFilter::Step PageFilter::readPage(QByteArray &kept)
{
    if (left() < headerSize)
        return Step::NeedsMore;
    const quint64 header = number64(at(0));
    const quint64 flags = header & flagMask;
    if (flags == endFlag) {
        m_part = Part::AfterSection;
        return keep(headerSize, kept);
    }
    const quint64 kind = flags & ~sameBlockFlag;
    if (kind != zeroFlag && kind != pageFlag)
        return giveUp(kept);
    const qsizetype content = kind == zeroFlag ? 1 : pageSize;
    if (!(flags & sameBlockFlag))
        return readNamedPage(content, kept);
    if (left() < headerSize + content)
        return Step::NeedsMore;
    if (m_inMainBlock && isInTemplate(header, at(headerSize)))
        return skip(headerSize + content);
    return keep(headerSize + content, kept);
}

// It is kept whatever it holds: the pages behind it are in the block that it names.
PageFilter::Step PageFilter::readNamedPage(qsizetype content, QByteArray &kept)
{
    if (left() < headerSize + 1)
        return Step::NeedsMore;
    const qsizetype length = static_cast<uchar>(*at(headerSize));
    const qsizetype whole = headerSize + 1 + length + content;
    if (left() < whole)
        return Step::NeedsMore;
    m_inMainBlock = QByteArrayView(at(headerSize + 1), length) == m_mainBlock;
    return keep(whole, kept);
}

bool PageFilter::isInTemplate(quint64 header, const char *content) const
{
    const quint64 address = header & ~flagMask;
    if (m_memory.size() < pageSize || address > static_cast<quint64>(m_memory.size() - pageSize))
        return false;
    const char *page = m_memory.data() + address;
    return header & zeroFlag ? *content == 0 && isZero(page) : std::memcmp(page, content, pageSize) == 0;
}

PageFilter::Step PageFilter::keep(qsizetype count, QByteArray &kept)
{
    kept.append(at(0), count);
    return skip(count);
}

PageFilter::Step PageFilter::skip(qsizetype count)
{
    m_at += count;
    return Step::Taken;
}

PageFilter::Step PageFilter::giveUp(QByteArray &kept)
{
    m_part = Part::Devices;
    return keep(left(), kept);
}

} // namespace glasshouse::sandbox
