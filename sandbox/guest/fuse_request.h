// One request of the kernel to a FUSE server, as its header and the parts behind it (linux/fuse.h).
#pragma once

#include "sandbox/guest/folder_server.h"

#include <cstring>

#include <linux/fuse.h>

namespace glasshouse::guest {

struct FolderServer::Request
{
    std::uint32_t operation = 0;
    std::uint64_t unique = 0; // 0: the kernel waits for no answer
    NodeId node = 0;
    std::uint32_t group = 0;
    std::uint64_t epoch = 0; // when it came
    std::string_view body = {};

    // The structure that the body begins with; zeros where it is too short.
    template<typename Part> [[nodiscard]] Part head() const
    {
        Part part{};
        std::memcpy(&part, body.data(), std::min(body.size(), sizeof part));
        return part;
    }
    [[nodiscard]] std::string_view behind(std::size_t size) const
    {
        return body.substr(std::min(size, body.size()));
    }
    // The text behind `size` bytes, up to its 0.
    [[nodiscard]] std::string_view text(std::size_t size = 0) const
    {
        const std::string_view rest = behind(size);
        return rest.substr(0, rest.find('\0'));
    }
};

// Of 9P's Rgetattr.
[[nodiscard]] fuse_attr attributesIn(std::string_view reply);
[[nodiscard]] std::string_view qidIn(std::string_view attributes);
[[nodiscard]] FileIdentity identityIn(std::string_view qid);

template<typename Body> void FolderServer::answer(std::uint64_t unique, const Body &body)
{
    answerData(unique, {reinterpret_cast<const char *>(&body), sizeof body});
}

} // namespace glasshouse::guest
