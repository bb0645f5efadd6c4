// Speaks 9P2000.L to a P9Session as the kernel's client does, or as it never would.
#pragma once

#include "sandbox/files/p9_session.h"

#include <QtEndian>

#include <string>
#include <vector>

namespace glasshouse::sandbox {

// One request being put together.
class Request
{
public:
    explicit Request(p9::Type type) : Request(static_cast<std::uint8_t>(type)) {}
    explicit Request(std::uint8_t type) { u32(0).u8(type).u16(1); }

    Request &u8(std::uint8_t value) { return number(value); }
    Request &u16(std::uint16_t value) { return number(value); }
    Request &u32(std::uint32_t value) { return number(value); }
    Request &u64(std::uint64_t value) { return number(value); }
    Request &text(std::string_view text);
    Request &data(std::string_view data);
    [[nodiscard]] QByteArray bytes() const; // with its size

private:
    template<typename Number> Request &number(Number value)
    {
        char little[sizeof value];
        qToLittleEndian(value, little);
        m_bytes.append(little, sizeof value);
        return *this;
    }

    QByteArray m_bytes;
};

// One reply being taken apart; tests fail on what is missing.
class Answer
{
public:
    explicit Answer(QByteArray message) : m_message(std::move(message)), m_at(p9::headerSize) {}

    [[nodiscard]] std::uint8_t type() const { return static_cast<std::uint8_t>(m_message.at(4)); }
    [[nodiscard]] std::uint16_t tag() const { return qFromLittleEndian<std::uint16_t>(m_message.data() + 5); }
    [[nodiscard]] std::uint32_t error(); // 0 if it is none
    std::uint8_t u8() { return number<std::uint8_t>(); }
    std::uint16_t u16() { return number<std::uint16_t>(); }
    std::uint32_t u32() { return number<std::uint32_t>(); }
    std::uint64_t u64() { return number<std::uint64_t>(); }
    std::string bytes(std::size_t size);
    std::string text() { return bytes(u16()); }
    p9::Qid qid();
    [[nodiscard]] bool atEnd() const { return m_at == m_message.size(); }

private:
    template<typename Number> Number number()
    {
        const std::string little = bytes(sizeof(Number));
        return qFromLittleEndian<Number>(little.data());
    }

    QByteArray m_message;
    qsizetype m_at;
};

[[nodiscard]] std::vector<Answer> answersIn(QByteArrayView replies);

struct Stat
{
    p9::Qid qid;
    std::uint32_t mode = 0, user = 0, group = 0;
    std::uint64_t links = 0, size = 0, blockSize = 0;
    std::uint64_t modified = 0; // seconds
};

struct Listed
{
    std::string name;
    std::uint8_t type = 0;
    std::uint64_t next = 0;
};

// Fids: 0 is the root. Every call answers an error number of Linux, 0 if it was done.
class P9Client
{
public:
    static constexpr std::uint32_t messageSize = 128 << 10;

    explicit P9Client(P9Session &session) : m_session(session) {}

    std::uint32_t connect(std::uint32_t size = messageSize);
    Answer call(const Request &request);

    std::uint32_t walk(std::uint32_t from, std::uint32_t to, const std::vector<std::string> &names);
    std::uint32_t open(std::uint32_t fid, std::uint32_t flags);
    std::uint32_t create(std::uint32_t fid, std::string_view name, std::uint32_t flags,
                         std::uint32_t mode = 0644);
    std::uint32_t clunk(std::uint32_t fid);
    std::uint32_t read(std::uint32_t fid, std::uint64_t offset, std::uint32_t count, std::string &data);
    std::uint32_t write(std::uint32_t fid, std::uint64_t offset, std::string_view data);
    std::uint32_t list(std::uint32_t fid, std::uint64_t offset, std::uint32_t count,
                       std::vector<Listed> &entries);
    std::uint32_t stat(std::uint32_t fid, Stat &stat);
    std::uint32_t setSize(std::uint32_t fid, std::uint64_t size);
    std::uint32_t setMode(std::uint32_t fid, std::uint32_t mode);
    std::uint32_t makeFolder(std::uint32_t fid, std::string_view name);
    std::uint32_t unlink(std::uint32_t fid, std::string_view name, bool folder = false);
    std::uint32_t rename(std::uint32_t from, std::string_view name, std::uint32_t to,
                         std::string_view newName);

    // Through fids of their own, which are closed again.
    std::uint32_t openPath(const std::string &path, std::uint32_t fid, std::uint32_t flags);
    std::uint32_t createPath(const std::string &name, std::uint32_t fid, std::uint32_t flags = 02);
    std::uint32_t writeFile(const std::string &name, std::string_view data); // created in the root
    std::string readFile(const std::string &path);                           // "error 13" if it cannot
    std::uint32_t statPath(const std::string &path, Stat &stat);
    std::vector<std::string> namesIn(const std::string &path);

private:
    P9Session &m_session;
};

} // namespace glasshouse::sandbox
