// What is wrong with bytes that do not follow the protocol; the side that sees one ends the conversation.
#pragma once

#include <string>

namespace glasshouse::protocol {

struct Violation
{
    enum class Kind {
        BadMagic,
        BadVersion,
        UnknownType,
        WrongSender, // a message that only the other side may send
        TooLarge,
        TooDeep,
        BadPayload, // not CBOR, not an object, a repeated key, bytes after its end
        BadField,   // missing, of the wrong type or out of range
        BadStream,  // a stream number where none belongs, or none where one belongs
    };

    Kind kind = Kind::BadPayload;
    std::string detail; // what was seen, for the log: never shown unescaped

    bool operator==(const Violation &) const = default;
};

// "the frame is too large: 4294967295 bytes"
[[nodiscard]] std::string describe(const Violation &violation);

} // namespace glasshouse::protocol
