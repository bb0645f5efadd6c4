#include "ui/chat/code_block.h"

#include "ui/chat/text_panel.h"
#include "ui/common/visible_text.h"
#include "ui/common/widgets.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

constexpr int FoldedLines = 30;

} // namespace

CodeBlock::CodeBlock(const Theme *theme, QWidget *parent)
    : CardFrame(theme, parent), m_title(new ToneLabel(theme, ColorRole::TextFaint, QString(), this)),
      m_panel(new TextPanel(theme, FoldedLines, this))
{
    setColors(ColorRole::Code, ColorRole::Line);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setFont(theme->textFont(11));
    auto *copy = new IconButton(theme, QStringLiteral("copy"), tr("Copy code"), this);
    auto *open = new IconButton(theme, QStringLiteral("square-pen"), tr("Open in the editor"), this);
    connect(copy, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_code); });
    connect(open, &QToolButton::clicked, this, [this] { Q_EMIT openInEditorRequested(m_code, m_language); });

    auto *head = new QHBoxLayout;
    head->setContentsMargins(metric::Medium, 2, metric::Tight, 0);
    head->setSpacing(0);
    head->addWidget(m_title, 1);
    head->addWidget(open);
    head->addWidget(copy);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_panel);
}

void CodeBlock::setCode(const QString &code, const QString &language)
{
    m_code = code;
    m_language = language;
    m_title->setText(language.isEmpty() ? tr("text") : visibleLine(language, 40));
    m_panel->setLanguage(language);
    m_panel->setText(visibleText(code));
}

} // namespace glasshouse::ui
