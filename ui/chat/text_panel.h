// Monospaced read-only text that is as high as its first lines, and unfolds to the rest.
#pragma once

#include "ui/common/theme.h"

#include <QWidget>

class QPlainTextEdit;
class QPushButton;

namespace glasshouse::ui {

class CodeHighlighter;

class TextPanel : public QWidget
{
    Q_OBJECT

public:
    TextPanel(const Theme *theme, int foldedLines, QWidget *parent = nullptr);

    void setLanguage(const QString &language);
    void setText(const QString &text); // appends when it only grew
    void setTone(ColorRole role);
    [[nodiscard]] QString text() const { return m_text; }
    [[nodiscard]] bool isUnfolded() const { return m_unfolded; }
    void setUnfolded(bool unfolded);

private:
    void restyle();
    void fitHeight();

    const Theme *m_theme;
    int m_foldedLines;
    bool m_unfolded = false;
    ColorRole m_tone = ColorRole::Text;
    QString m_text;
    QPlainTextEdit *m_edit;
    CodeHighlighter *m_highlighter;
    QPushButton *m_more;
};

} // namespace glasshouse::ui
