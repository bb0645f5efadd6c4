// Turns a byte stream, cut anywhere, into frames; the first violation is final.
#pragma once

#include "sandbox/protocol/frame.h"
#include "sandbox/protocol/violation.h"

#include <optional>
#include <string>
#include <string_view>

namespace glasshouse::protocol {

// Holds at most what was appended and not yet taken: take all frames after each append. A header that
// announces too much is refused before any of its payload is kept.
class FrameParser
{
public:
    // Bytes after a violation are dropped.
    void append(std::string_view bytes);

    // The next complete frame. None: more bytes are needed, or violation() is set.
    [[nodiscard]] std::optional<Frame> next();
    // Likewise, without a copy: it is there until anything else is asked of this.
    [[nodiscard]] std::optional<FrameView> nextView();

    [[nodiscard]] const std::optional<Violation> &violation() const { return m_violation; }

private:
    void checkHeader();
    void dropConsumed();
    [[nodiscard]] std::uint8_t byteAt(std::size_t offset) const;
    [[nodiscard]] std::uint32_t numberAt(std::size_t offset) const;
    void refuse(Violation::Kind kind, std::string detail);

    std::string m_buffer;
    std::size_t m_start = 0; // of the first byte that was not taken
    std::optional<Violation> m_violation;
};

} // namespace glasshouse::protocol
