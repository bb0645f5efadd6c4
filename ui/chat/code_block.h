// A fenced code block of an answer: language, copy, open in the editor.
#pragma once

#include "ui/common/card_frame.h"

class QLabel;

namespace glasshouse::ui {

class TextPanel;
class ToneLabel;

class CodeBlock : public CardFrame
{
    Q_OBJECT

public:
    explicit CodeBlock(const Theme *theme, QWidget *parent = nullptr);
    void setCode(const QString &code, const QString &language);

Q_SIGNALS:
    void openInEditorRequested(const QString &code, const QString &language);

private:
    QString m_code;
    QString m_language;
    ToneLabel *m_title;
    TextPanel *m_panel;
};

} // namespace glasshouse::ui
