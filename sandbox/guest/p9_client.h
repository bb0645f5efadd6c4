// The client's side of a 9P2000.L conversation: requests as bytes, and whom each reply is for.
#pragma once

#include "sandbox/protocol/p9_messages.h"

#include <bit>
#include <cstdint>
#include <cstring>
#include <deque>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace glasshouse::guest {

using P9Type = protocol::p9::Type;

// Numbers are put and taken inline: under emulation each call and each return costs more than what is done.
class P9Request
{
public:
    explicit P9Request(P9Type type);

    P9Request &u16(std::uint16_t value) { return number(value); }
    P9Request &u32(std::uint32_t value) { return number(value); }
    P9Request &u64(std::uint64_t value) { return number(value); }
    P9Request &text(std::string_view text);
    P9Request &data(std::string_view bytes);

private:
    friend class P9Client;
    template<typename Number> P9Request &number(Number value)
    {
        static_assert(std::endian::native == std::endian::little);
        if (m_room.size() - m_size < sizeof value)
            grow(sizeof value);
        std::memcpy(m_room.data() + m_size, &value, sizeof value);
        m_size += sizeof value;
        return *this;
    }
    P9Request &append(std::string_view bytes);
    void grow(std::size_t bytes);
    [[nodiscard]] P9Type type() const;
    [[nodiscard]] std::string_view message() const { return {m_room.data(), m_size}; } // without size and tag

    std::string m_room;
    std::size_t m_size = 0; // of what is in it
};

// The fields of a reply, little endian. After the first one that is not there, all are 0 or empty.
class P9Fields
{
public:
    explicit P9Fields(std::string_view body) : m_rest(body) {}

    [[nodiscard]] std::uint8_t u8() { return number<std::uint8_t>(); }
    [[nodiscard]] std::uint16_t u16() { return number<std::uint16_t>(); }
    [[nodiscard]] std::uint32_t u32() { return number<std::uint32_t>(); }
    [[nodiscard]] std::uint64_t u64() { return number<std::uint64_t>(); }
    [[nodiscard]] std::string_view bytes(std::size_t size);
    [[nodiscard]] std::size_t left() const { return m_rest.size(); }
    [[nodiscard]] bool isAtEnd() const { return m_rest.empty(); }

private:
    template<typename Number> Number number()
    {
        Number value = 0;
        if (m_rest.size() < sizeof value) {
            m_rest = {};
            return 0;
        }
        std::memcpy(&value, m_rest.data(), sizeof value);
        m_rest.remove_prefix(sizeof value);
        return value;
    }

    std::string_view m_rest;
};

class P9Client
{
public:
    struct Reply
    {
        int error = 0;            // an errno: of the first request that failed
        std::uint32_t failed = 0; // which ones did: bit 0 is the first
        std::string_view body;    // of the last request's reply

        [[nodiscard]] bool isDone(std::size_t request) const { return (failed >> request & 1) == 0; }
    };
    using Done = std::function<void(const Reply &)>;

    // The requests, 32 at most, go out one behind the other without waiting: each is tried, whatever became
    // of those before it. done() hears once, after the last reply.
    void send(std::initializer_list<P9Request> requests, Done done);
    // A request whose reply nobody waits for; it goes out before the next one.
    void tell(P9Request request);

    [[nodiscard]] bool hasRequests() const { return !m_outgoing.empty(); }
    [[nodiscard]] std::size_t unanswered() const { return m_unanswered; } // bytes of requests
    [[nodiscard]] std::string takeRequests() { return std::exchange(m_outgoing, {}); }
    // Bytes of the host, cut anywhere. Throws GuestError if they are no replies to what was asked.
    void receive(std::string_view bytes);

private:
    struct Asked
    {
        std::uint16_t tag = 0;
        std::uint8_t reply = 0; // its type
        std::size_t size = 0;   // of the request
        std::size_t index = 0;  // among those that were sent together
        bool isLast = true;
        Done done; // of the last of them
    };

    void append(const P9Request &request, std::size_t index, bool isLast, Done done);
    void sendTold();
    void takeAll(std::string_view bytes);
    void take(std::string_view message);

    std::string m_outgoing;
    std::vector<P9Request> m_told;
    std::deque<Asked> m_asked; // the host answers in the order of the requests
    std::string m_begun;       // of a reply that is not all there yet
    std::size_t m_unanswered = 0;
    std::uint16_t m_nextTag = 0;
    Reply m_failure; // of those that are being answered
};

} // namespace glasshouse::guest
