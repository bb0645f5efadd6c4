#include "ui/common/theme_tokens.h"

#include <array>

namespace glasshouse::ui {

namespace {

struct Token
{
    ColorRole role;
    QRgb dark;
    QRgb light;
};

// In the order of ColorRole.
constexpr std::array tokens{
    Token{ColorRole::Background, 0xff16181d, 0xfff3f4f7},
    Token{ColorRole::Pane, 0xff1c1f26, 0xffffffff},
    Token{ColorRole::PaneRaised, 0xff21252d, 0xfff7f8fa},
    Token{ColorRole::Line, 0xff2c313b, 0xffdfe2e8},
    Token{ColorRole::Text, 0xffe4e7ec, 0xff1d2129},
    Token{ColorRole::TextDim, 0xff949cab, 0xff5b6472},
    Token{ColorRole::TextFaint, 0xff626b7a, 0xff8c95a3},
    Token{ColorRole::Canvas, 0xff14161a, 0xfff6f7f9},
    Token{ColorRole::Accent, 0xff7c8cff, 0xff4b5bdc},
    Token{ColorRole::AccentText, 0xffffffff, 0xffffffff},
    Token{ColorRole::Running, 0xff9b7bff, 0xff7a55e0},
    Token{ColorRole::Done, 0xff3fb27f, 0xff1f8f5f},
    Token{ColorRole::Waiting, 0xffe0a33e, 0xffb3760c},
    Token{ColorRole::Failed, 0xffe5635c, 0xffc8403a},
    Token{ColorRole::Queued, 0xff4f8fd6, 0xff2f6fb8},
    Token{ColorRole::Selection, 0xff2a3050, 0xffe6e9fb},
    Token{ColorRole::Code, 0xff12141a, 0xfffbfbfd},
    Token{ColorRole::Added, 0xff142622, 0xffe0eeea},
    Token{ColorRole::Removed, 0xff2a181b, 0xfff6e6e6},
};

consteval bool isInOrder()
{
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (static_cast<std::size_t>(tokens[i].role) != i)
            return false;
    }
    return true;
}
static_assert(isInOrder(), "tokenColor() indexes by role");

} // namespace

QColor tokenColor(ColorRole role, bool dark)
{
    const Token &token = tokens.at(static_cast<std::size_t>(role));
    return QColor::fromRgba(dark ? token.dark : token.light);
}

} // namespace glasshouse::ui
