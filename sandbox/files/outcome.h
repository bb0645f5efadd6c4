// How an operation on files fails towards the guest: with an error number of Linux, whatever the host is.
#pragma once

#include <tl/expected.hpp>

#include <cstdint>
#include <string>

namespace glasshouse::sandbox {

// As they travel in Rlerror (asm-generic/errno.h of Linux).
enum class Errno : std::uint32_t {
    NotPermitted = 1,
    NoEntry = 2,
    Io = 5,
    BadFid = 9,
    NoMemory = 12,
    AccessDenied = 13,
    Busy = 16,
    Exists = 17,
    NotFolder = 20,
    IsFolder = 21,
    Invalid = 22,
    TooManyFiles = 24,
    FileTooBig = 27,
    NoSpace = 28,
    ReadOnly = 30,
    NameTooLong = 36,
    NotEmpty = 39,
    NotSupported = 95,
};

struct Failure
{
    Errno code = Errno::Io;
    std::string reason; // a sentence when it was refused by our rules or the host's: that is audited
};

template<typename T> using Outcome = tl::expected<T, Failure>;

[[nodiscard]] inline tl::unexpected<Failure> failure(Errno code, std::string reason = {})
{
    return tl::unexpected<Failure>(Failure{code, std::move(reason)});
}

} // namespace glasshouse::sandbox
