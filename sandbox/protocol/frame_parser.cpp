#include "sandbox/protocol/frame_parser.h"

#include "sandbox/protocol/limits.h"

namespace glasshouse::protocol {

void FrameParser::append(std::string_view bytes)
{
    if (!m_violation)
        m_buffer.append(bytes);
}

std::optional<Frame> FrameParser::next()
{
    const auto view = nextView();
    return view ? std::optional(Frame{view->type, view->stream, std::string(view->payload)}) : std::nullopt;
}

std::optional<FrameView> FrameParser::nextView()
{
    checkHeader();
    const std::size_t waiting = m_buffer.size() - m_start;
    if (m_violation || waiting < headerSize || waiting - headerSize < numberAt(8)) {
        dropConsumed();
        return std::nullopt;
    }
    const FrameView frame{static_cast<FrameType>(byteAt(3)), numberAt(4),
                          std::string_view(m_buffer).substr(m_start + headerSize, numberAt(8))};
    m_start += headerSize + frame.payload.size();
    return frame;
}

// Each field is judged as soon as it is there, so that garbage is named at once instead of waited for.
void FrameParser::checkHeader()
{
    const std::size_t waiting = m_buffer.size() - m_start;
    if (m_violation)
        return;
    if ((waiting > 0 && byteAt(0) != 'G') || (waiting > 1 && byteAt(1) != 'H'))
        refuse(Violation::Kind::BadMagic, {});
    else if (waiting > 2 && byteAt(2) != protocolVersion)
        refuse(Violation::Kind::BadVersion, std::to_string(byteAt(2)));
    else if (waiting > 3 && !isKnown(static_cast<FrameType>(byteAt(3))))
        refuse(Violation::Kind::UnknownType, std::to_string(byteAt(3)));
    else if (waiting >= headerSize && numberAt(8) > maxPayload)
        refuse(Violation::Kind::TooLarge, std::to_string(numberAt(8)) + " bytes");
}

void FrameParser::dropConsumed()
{
    m_buffer.erase(0, m_start);
    m_start = 0;
}

std::uint8_t FrameParser::byteAt(std::size_t offset) const
{
    return static_cast<std::uint8_t>(m_buffer[m_start + offset]);
}

std::uint32_t FrameParser::numberAt(std::size_t offset) const
{
    std::uint32_t number = 0;
    for (std::size_t i = 4; i-- > 0;)
        number = number << 8 | byteAt(offset + i);
    return number;
}

void FrameParser::refuse(Violation::Kind kind, std::string detail)
{
    m_violation = Violation{kind, std::move(detail)};
    m_buffer.clear();
    m_start = 0;
}

} // namespace glasshouse::protocol
