#include "sandbox/protocol/violation.h"

namespace glasshouse::protocol {

namespace {

const char *sentence(Violation::Kind kind)
{
    switch (kind) {
    case Violation::Kind::BadMagic:
        return "the stream does not start with a frame";
    case Violation::Kind::BadVersion:
        return "the frame has another protocol version";
    case Violation::Kind::UnknownType:
        return "the frame has an unknown type";
    case Violation::Kind::WrongSender:
        return "the frame comes from the wrong side";
    case Violation::Kind::TooLarge:
        return "the frame is too large";
    case Violation::Kind::TooDeep:
        return "the payload is nested too deeply";
    case Violation::Kind::BadPayload:
        return "the payload is malformed";
    case Violation::Kind::BadField:
        return "a field is missing or wrong";
    case Violation::Kind::BadStream:
        return "the frame has a wrong stream number";
    }
    return "the frame is malformed";
}

} // namespace

std::string describe(const Violation &violation)
{
    std::string text = sentence(violation.kind);
    if (!violation.detail.empty())
        text += ": " + violation.detail;
    return text;
}

} // namespace glasshouse::protocol
