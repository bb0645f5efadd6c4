// Stands between the guest's 9P client and the host, which is far away: answers what needs no answer of the
// host, and asks ahead for what the client always asks next.
#pragma once

#include "sandbox/guest/p9_cutter.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace glasshouse::guest {

// The host still hears everything: it alone decides what the guest may do.
//
// 1. Tclunk of a fid that was walked to and never opened is answered here and told to the host with the next
//    request: such a fid is a name and nothing else. That of an opened one waits for the host, which closes
//    the file.
// 2. A Tgetattr goes right behind each Twalk that nothing else is waiting for. Its answer serves the
//    Tgetattrs of a look-up that follow, as long as neither the client nor the host has said anything else
//    in between: whoever is in the guest cannot have heard of a later change. For everybody else it is never
//    older than `freshFor`.
class P9Relay
{
public:
    using Time = std::chrono::steady_clock::time_point;

    static constexpr std::chrono::milliseconds freshFor{5};
    static constexpr int mostUses = 2;             // one by the look-up itself, one by stat(2)
    static constexpr std::size_t mostAdded = 1024; // bytes to the host beyond those that came from the client

    struct Passed
    {
        std::string toHost;
        std::string toClient;
    };

    // Bytes of either side, cut anywhere.
    [[nodiscard]] Passed fromClient(std::string_view bytes, Time now);
    [[nodiscard]] std::string fromHost(std::string bytes);
    // The host said something that is not of this conversation.
    void forgetAttributes();

private:
    class Names // fids that were walked to and not opened: the latest, which are those that are clunked soon
    {
    public:
        Names() { m_fids.fill(noFid); }
        void add(std::uint32_t fid);
        bool remove(std::uint32_t fid); // false: it is none

    private:
        std::array<std::uint32_t, 64> m_fids;
        std::size_t m_next = 0;
    };

    struct Attributes // of the fid that was walked to last
    {
        std::uint32_t fid = noFid;
        bool isComing = false;
        std::string reply; // empty: not known
        Time asked = {};
        int uses = 0;
    };

    static constexpr std::uint32_t noFid = 0xffff'ffff;

    void passRequest(const P9Header &header, std::string_view bytes, Time now, Passed &passed);
    [[nodiscard]] bool answers(const P9Header &header, std::string_view request, Time now, Passed &passed);
    [[nodiscard]] bool answersAttributes(std::string_view request, Time now, std::string &reply);
    void note(const P9Header &header, std::string_view request);
    void askAhead(std::string_view walk, Time now, Passed &passed);
    void passReply(const P9Header &header, std::string_view bytes, std::string &toClient);

    P9Cutter m_requests;
    P9Cutter m_replies;
    int m_unanswered = 0; // requests of the client, by the host
    Names m_names;
    std::string m_clunks;  // that the host has still to be told of
    std::string m_delayed; // replies for the client, behind the one of the host that is under way
    Attributes m_attributes;
};

} // namespace glasshouse::guest
