// Requests and replies of 9P2000.L as bytes: little-endian numbers, texts with a 16-bit size before them.
#pragma once

#include "sandbox/protocol/p9_messages.h"

#include <QByteArray>
#include <QByteArrayView>

#include <array>
#include <cstdint>
#include <string_view>

namespace glasshouse::sandbox::p9 {

using protocol::p9::errorReply;
using protocol::p9::noFid;
using protocol::p9::Type;
inline constexpr qsizetype headerSize = protocol::p9::headerSize;
inline constexpr std::uint16_t maxWalk = 16;

struct Qid
{
    std::uint8_t type = 0; // 0x80 for a folder
    std::uint32_t version = 0;
    std::uint64_t path = 0;
};

struct WalkNames
{
    std::uint16_t count = 0;
    std::array<std::string_view, maxWalk> names;
};

struct Time
{
    std::uint64_t seconds = 0;
    std::uint64_t nanoseconds = 0;
};

struct SetAttributes // of Tsetattr: what is valid is told by its bits
{
    std::uint32_t valid = 0;
    std::uint32_t mode = 0, user = 0, group = 0;
    std::uint64_t size = 0;
    Time accessed, modified;
};

struct Data // of Twrite
{
    std::string_view bytes;
};

// The fields of one request; the views point into it. After the first one that is not there, all are empty.
class RequestReader
{
public:
    explicit RequestReader(QByteArrayView body) : m_rest(body) {}

    template<typename Field> [[nodiscard]] Field read();
    // All fields were there, and nothing else.
    [[nodiscard]] bool isComplete() const { return m_ok && m_rest.isEmpty(); }

private:
    [[nodiscard]] std::uint64_t number(std::size_t bytes);
    [[nodiscard]] std::string_view take(std::uint64_t size);

    QByteArrayView m_rest;
    bool m_ok = true;
};

template<> std::uint8_t RequestReader::read();
template<> std::uint16_t RequestReader::read();
template<> std::uint32_t RequestReader::read();
template<> std::uint64_t RequestReader::read();
template<> std::string_view RequestReader::read();
template<> WalkNames RequestReader::read();
template<> Time RequestReader::read();
template<> SetAttributes RequestReader::read();
template<> Data RequestReader::read();

// Appends one reply to the end of `to`.
class ReplyWriter
{
public:
    ReplyWriter(QByteArray &to, Type request, std::uint16_t tag);

    void u8(std::uint8_t value) { number(value, 1); }
    void u16(std::uint16_t value) { number(value, 2); }
    void u32(std::uint32_t value) { number(value, 4); }
    void u64(std::uint64_t value) { number(value, 8); }
    void text(std::string_view text);
    void qid(const Qid &qid);
    // A count, and then as many bytes: written by the functions above, or in place into the room for them.
    void beginData();
    [[nodiscard]] char *room(std::size_t size);
    [[nodiscard]] std::size_t dataSize() const { return static_cast<std::size_t>(m_to.size() - m_dataStart); }
    void endData(std::size_t size); // keeps the first `size` of them

    void finish();
    void finishWithError(std::uint32_t code); // instead of what was written so far
    void cancel();                            // no reply at all

private:
    void number(std::uint64_t value, int bytes);
    void start(std::uint8_t type);

    QByteArray &m_to;
    qsizetype m_start;
    qsizetype m_dataStart = 0;
    std::uint16_t m_tag;
};

} // namespace glasshouse::sandbox::p9
