// Light highlighting for code in the chat: words, strings, comments and numbers of the languages the sandbox
// runs.
#pragma once

#include "ui/common/theme.h"

#include <QSyntaxHighlighter>

namespace glasshouse::ui {

class CodeHighlighter : public QSyntaxHighlighter
{
    Q_OBJECT

public:
    CodeHighlighter(const Theme *theme, QTextDocument *document);
    void setLanguage(const QString &language); // or an alias; unknown ones are not highlighted

protected:
    void highlightBlock(const QString &text) override;

private:
    struct Language;
    [[nodiscard]] static const Language *find(const QString &name);
    [[nodiscard]] qsizetype takeString(const QString &text, qsizetype start, const QString &quote);
    [[nodiscard]] qsizetype takeWord(const QString &text, qsizetype start);
    void color(qsizetype start, qsizetype end, ColorRole role);

    const Theme *m_theme;
    const Language *m_language = nullptr;
};

} // namespace glasshouse::ui
