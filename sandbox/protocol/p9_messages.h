// The messages of 9P2000.L, which a mount's stream carries
// (https://github.com/chaos/diod/blob/master/protocol.md).
#pragma once

#include <cstddef>
#include <cstdint>

namespace glasshouse::protocol::p9 {

inline constexpr std::size_t headerSize = 7; // u32 size of all, u8 type, u16 tag; little endian
inline constexpr std::uint32_t noFid = 0xffffffff;

// Requests; the reply is the next number.
enum class Type : std::uint8_t {
    StatFs = 8,
    Open = 12, // Tlopen and so on: the .L variants
    Create = 14,
    Symlink = 16,
    MakeNode = 18,
    Rename = 20,
    ReadLink = 22,
    GetAttributes = 24,
    SetAttributes = 26,
    XattrWalk = 30,
    XattrCreate = 32,
    ReadFolder = 40,
    Sync = 50,
    Lock = 52,
    GetLock = 54,
    Link = 70,
    MakeFolder = 72,
    RenameAt = 74,
    UnlinkAt = 76,
    Version = 100,
    Authenticate = 102,
    Attach = 104,
    Flush = 108,
    Walk = 110,
    Read = 116,
    Write = 118,
    Clunk = 120,
    Remove = 122,
};
inline constexpr std::uint8_t errorReply = 7;

namespace set { // of Tsetattr: which of its fields are valid
enum Bit : std::uint32_t {
    Mode = 0x1,
    User = 0x2,
    Group = 0x4,
    Size = 0x8,
    Accessed = 0x10,
    Modified = 0x20,
    AccessedIsGiven = 0x80, // else it is the time of the server
    ModifiedIsGiven = 0x100,
};
} // namespace set
inline constexpr std::uint32_t basicAttributes = 0x7ff; // mask of Tgetattr: what stat(2) tells
inline constexpr std::uint32_t removeFolder = 0x200;    // flag of Tunlinkat
// Our own, which 9P2000.L does not have: as the offset of Twrite, wherever the file ends by then.
inline constexpr std::uint64_t endOfFile = ~std::uint64_t{0};

} // namespace glasshouse::protocol::p9
