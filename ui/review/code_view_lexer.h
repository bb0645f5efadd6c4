// Highlighting of the review's editor in the theme's colours.
#pragma once

#include "ui/common/theme.h"

class QsciLexer;

namespace glasshouse::ui {

// For python, bash, javascript, typescript and json, or nullptr for another language.
[[nodiscard]] QsciLexer *makeLexer(const QString &language, const Theme *theme, QObject *parent);
// QScintilla sizes fonts in points only.
[[nodiscard]] QFont editorFont(const Theme *theme, qreal pixelSize = 12);
void styleLexer(QsciLexer *lexer, const Theme *theme);

} // namespace glasshouse::ui
