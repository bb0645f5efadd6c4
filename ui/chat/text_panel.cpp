#include "ui/chat/text_panel.h"

#include "ui/chat/code_highlighter.h"
#include "ui/common/widgets.h"

#include <QPlainTextEdit>
#include <QScrollBar>
#include <QTextBlock>
#include <QVBoxLayout>
#include <QWheelEvent>

#include <cmath>

namespace glasshouse::ui {

namespace {

constexpr int UnfoldedLines = 400; // beyond that the panel scrolls in itself

// Scrolls in itself only where it has something to scroll; otherwise the conversation goes on moving.
class PanelEdit : public QPlainTextEdit
{
public:
    using QPlainTextEdit::QPlainTextEdit;

protected:
    void wheelEvent(QWheelEvent *event) override
    {
        const QScrollBar *bar = verticalScrollBar();
        const bool atEdge =
            event->angleDelta().y() > 0 ? bar->value() == bar->minimum() : bar->value() == bar->maximum();
        if (atEdge && event->angleDelta().x() == 0)
            return event->ignore();
        QPlainTextEdit::wheelEvent(event);
    }
};

} // namespace

TextPanel::TextPanel(const Theme *theme, int foldedLines, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_foldedLines(foldedLines), m_edit(new PanelEdit(this)),
      m_highlighter(new CodeHighlighter(theme, m_edit->document())),
      m_more(makeButton(QString(), ButtonKind::Link, this))
{
    m_edit->setReadOnly(true);
    m_edit->setFrameShape(QFrame::NoFrame);
    m_edit->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_edit->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_edit->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_edit->document()->setDocumentMargin(0);
    m_edit->setUndoRedoEnabled(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(metric::Medium, metric::Small, metric::Medium, metric::Small);
    layout->setSpacing(metric::Tight);
    layout->addWidget(m_edit);
    layout->addWidget(m_more, 0, Qt::AlignLeft);
    connect(m_more, &QPushButton::clicked, this, [this] { setUnfolded(!m_unfolded); });
    connect(theme, &Theme::changed, this, &TextPanel::restyle);
    restyle();
}

void TextPanel::restyle()
{
    m_edit->setFont(m_theme->codeFont());
    QPalette colors = m_edit->palette();
    colors.setColor(QPalette::Base, Qt::transparent);
    colors.setColor(QPalette::Text, m_theme->color(m_tone));
    m_edit->setPalette(colors);
    m_edit->viewport()->setAutoFillBackground(false);
    fitHeight();
}

void TextPanel::setTone(ColorRole role)
{
    m_tone = role;
    restyle();
}

void TextPanel::setLanguage(const QString &language)
{
    m_highlighter->setLanguage(language);
}

void TextPanel::setText(const QString &text)
{
    const QString trimmed = text.endsWith(u'\n') ? text.chopped(1) : text;
    if (trimmed == m_text)
        return;
    if (!m_text.isEmpty() && trimmed.startsWith(m_text)) {
        QTextCursor end(m_edit->document());
        end.movePosition(QTextCursor::End);
        end.insertText(trimmed.mid(m_text.size()));
    } else {
        m_edit->setPlainText(trimmed);
    }
    m_text = trimmed;
    fitHeight();
}

void TextPanel::setUnfolded(bool unfolded)
{
    m_unfolded = unfolded;
    fitHeight();
}

void TextPanel::fitHeight()
{
    const int lines = m_edit->document()->blockCount();
    const int shown = std::min(lines, m_unfolded ? UnfoldedLines : m_foldedLines);
    const bool scrolls = m_unfolded && lines > UnfoldedLines;
    const QFontMetricsF metrics(m_edit->font());
    const bool wide = m_edit->horizontalScrollBar()->maximum() > 0;
    const int bar = wide ? m_edit->horizontalScrollBar()->sizeHint().height() : 0;
    m_edit->setFixedHeight(int(std::ceil(shown * metrics.lineSpacing())) + 2 + bar);
    m_edit->setVerticalScrollBarPolicy(scrolls ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
    m_more->setVisible(lines > m_foldedLines);
    m_more->setText(m_unfolded ? tr("Show less") : tr("Show all %n lines", nullptr, lines));
    updateGeometry();
}

} // namespace glasshouse::ui
