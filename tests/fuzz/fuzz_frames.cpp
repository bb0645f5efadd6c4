// Bytes of a hostile guest, cut anywhere, through the frame parser and the decoder.

#include "sandbox/protocol/artifact_name.h"
#include "sandbox/protocol/frame_parser.h"
#include "sandbox/protocol/messages.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace glasshouse::protocol;

namespace {

// What was decoded must say the same after another trip over the channel.
void checkRoundTrip(const Message &message, Side from)
{
    FrameParser parser;
    parser.append(encode(message));
    const auto frame = parser.next();
    if (!frame || !(std::get<Message>(decode(*frame, from)) == message))
        std::abort();
}

void decodeAll(FrameParser &parser)
{
    while (const auto frame = parser.next()) {
        const Side from = maySend(Side::Guest, frame->type) ? Side::Guest : Side::Host;
        const auto decoded = decode(*frame, from);
        if (const auto *message = std::get_if<Message>(&decoded))
            checkRoundTrip(*message, from);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    std::string_view input(reinterpret_cast<const char *>(data), size);
    if (input.empty())
        return 0;
    const auto piece = static_cast<std::size_t>(1 + static_cast<std::uint8_t>(input.front()));
    input.remove_prefix(1);
    (void)artifactNameProblem(input);
    (void)escaped(input);
    FrameParser parser;
    while (!input.empty()) {
        parser.append(input.substr(0, piece));
        input.remove_prefix(std::min(piece, input.size()));
        decodeAll(parser);
    }
    return 0;
}
