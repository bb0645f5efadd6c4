#include "sandbox/files/wire.h"

#include <QtEndian>

namespace glasshouse::sandbox::p9 {

std::string_view RequestReader::take(std::uint64_t size)
{
    m_ok = m_ok && size <= static_cast<std::uint64_t>(m_rest.size());
    if (!m_ok)
        return {};
    const std::string_view taken(m_rest.data(), size);
    m_rest = m_rest.sliced(static_cast<qsizetype>(size));
    return taken;
}

std::uint64_t RequestReader::number(std::size_t bytes)
{
    std::uint64_t value = 0;
    int shift = 0;
    for (const char byte : take(bytes)) {
        value |= static_cast<std::uint64_t>(static_cast<std::uint8_t>(byte)) << shift;
        shift += 8;
    }
    return value;
}

template<> std::uint8_t RequestReader::read()
{
    return static_cast<std::uint8_t>(number(1));
}

template<> std::uint16_t RequestReader::read()
{
    return static_cast<std::uint16_t>(number(2));
}

template<> std::uint32_t RequestReader::read()
{
    return static_cast<std::uint32_t>(number(4));
}

template<> std::uint64_t RequestReader::read()
{
    return number(8);
}

template<> std::string_view RequestReader::read()
{
    return take(number(2));
}

template<> WalkNames RequestReader::read()
{
    WalkNames names;
    names.count = read<std::uint16_t>();
    m_ok = m_ok && names.count <= maxWalk;
    for (std::uint16_t i = 0; m_ok && i < names.count; ++i)
        names.names[i] = read<std::string_view>();
    return names;
}

template<> Time RequestReader::read()
{
    const auto seconds = read<std::uint64_t>();
    return {seconds, read<std::uint64_t>()};
}

template<> SetAttributes RequestReader::read()
{
    SetAttributes fields;
    fields.valid = read<std::uint32_t>();
    fields.mode = read<std::uint32_t>();
    fields.user = read<std::uint32_t>();
    fields.group = read<std::uint32_t>();
    fields.size = read<std::uint64_t>();
    fields.accessed = read<Time>();
    fields.modified = read<Time>();
    return fields;
}

template<> Data RequestReader::read()
{
    return {take(number(4))};
}

ReplyWriter::ReplyWriter(QByteArray &to, Type request, std::uint16_t tag)
    : m_to(to), m_start(to.size()), m_tag(tag)
{
    start(static_cast<std::uint8_t>(static_cast<std::uint8_t>(request) + 1));
}

void ReplyWriter::text(std::string_view text)
{
    u16(static_cast<std::uint16_t>(text.size()));
    m_to.append(text.data(), static_cast<qsizetype>(text.size()));
}

void ReplyWriter::qid(const Qid &qid)
{
    u8(qid.type);
    u32(qid.version);
    u64(qid.path);
}

void ReplyWriter::beginData()
{
    u32(0);
    m_dataStart = m_to.size();
}

char *ReplyWriter::room(std::size_t size)
{
    m_to.resize(m_to.size() + static_cast<qsizetype>(size)); // not initialized: that is the point
    return m_to.data() + m_to.size() - size;
}

void ReplyWriter::endData(std::size_t size)
{
    m_to.truncate(m_dataStart + static_cast<qsizetype>(size));
    qToLittleEndian(static_cast<std::uint32_t>(size), m_to.data() + m_dataStart - sizeof(std::uint32_t));
}

void ReplyWriter::finish()
{
    qToLittleEndian(static_cast<std::uint32_t>(m_to.size() - m_start), m_to.data() + m_start);
}

void ReplyWriter::finishWithError(std::uint32_t code)
{
    cancel();
    start(errorReply);
    u32(code);
    finish();
}

void ReplyWriter::cancel()
{
    m_to.truncate(m_start);
}

void ReplyWriter::start(std::uint8_t type)
{
    u32(0);
    u8(type);
    u16(m_tag);
}

void ReplyWriter::number(std::uint64_t value, int bytes)
{
    char little[sizeof value];
    qToLittleEndian(value, little);
    m_to.append(little, bytes);
}

} // namespace glasshouse::sandbox::p9
