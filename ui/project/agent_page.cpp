#include "ui/project/agent_page.h"

#include "ui/common/project_document.h"
#include "ui/common/widgets.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

constexpr int pageWidth = 720;
constexpr int suggestionsHeight = 84;

QPlainTextEdit *makeEditor(const QString &name, const QString &placeholder, QWidget *parent)
{
    auto *editor = new QPlainTextEdit(parent);
    editor->setPlaceholderText(placeholder);
    editor->setAccessibleName(name);
    editor->setTabChangesFocus(true);
    editor->setUndoRedoEnabled(false); // the project's own undo covers it
    editor->document()->setDocumentMargin(10);
    return editor;
}

// Setting the same text again would move the cursor while a person types.
void showText(QPlainTextEdit *editor, const QString &text)
{
    if (editor->toPlainText() != text)
        editor->setPlainText(text);
}

QStringList nonEmptyLines(const QString &text)
{
    QStringList lines = text.split(u'\n');
    for (QString &line : lines)
        line = line.trimmed();
    lines.removeAll(QString());
    return lines;
}

} // namespace

AgentPage::AgentPage(const Theme *theme, ProjectDocument *document, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_document(document),
      m_title(new ToneLabel(theme, ColorRole::Text, {}, this)),
      m_chat(makeButton(tr("Chat"), ButtonKind::Primary, this)), m_description(new QLineEdit(this)),
      m_instructions(
          makeEditor(tr("Instructions"), tr("Who the agent is, how it works, and how it answers."), this)),
      m_suggestions(makeEditor(tr("First messages"), tr("One per line; the chat offers them."), this))
{
    build();
    connect(document, &ProjectDocument::reset, this, &AgentPage::refresh);
    connect(document, &ProjectDocument::changed, this, &AgentPage::refresh);
    connect(m_chat, &QPushButton::clicked, this, [this] { Q_EMIT chatRequested(m_name); });
    connect(m_description, &QLineEdit::textEdited, this, &AgentPage::commit);
    connect(m_instructions, &QPlainTextEdit::textChanged, this, &AgentPage::commit);
    connect(m_suggestions, &QPlainTextEdit::textChanged, this, &AgentPage::commit);
}

void AgentPage::build()
{
    m_title->setFont(m_theme->textFont(18, QFont::DemiBold));
    m_title->setTextFormat(Qt::PlainText);
    m_description->setPlaceholderText(tr("What this agent is for, in one sentence"));
    m_description->setAccessibleName(tr("Description"));
    m_suggestions->setFixedHeight(suggestionsHeight);
    auto *head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_chat);

    auto *content = new QWidget(this);
    content->setMaximumWidth(pageWidth);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(metric::Large, 24, metric::Large, 24);
    column->setSpacing(metric::Small);
    column->addLayout(head);
    column->addWidget(m_description);
    column->addSpacing(metric::Small);
    column->addWidget(new SectionHeader(m_theme, tr("Instructions"), content));
    column->addWidget(m_instructions, 1);
    column->addSpacing(metric::Small);
    column->addWidget(new SectionHeader(m_theme, tr("First messages"), content));
    column->addWidget(m_suggestions);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->addStretch(1);
    row->addWidget(content, 100);
    row->addStretch(1);
}

void AgentPage::setAgent(const QString &name)
{
    m_name = name;
    m_chat->setText(tr("Chat with %1").arg(name));
    refresh();
}

void AgentPage::refresh()
{
    const Agent *agent = m_document->project().agent(m_name);
    setEnabled(agent != nullptr);
    if (!agent)
        return;
    m_isLoading = true;
    m_title->setText(agent->name);
    if (m_description->text() != agent->description)
        m_description->setText(agent->description);
    showText(m_instructions, agent->instructions);
    if (nonEmptyLines(m_suggestions->toPlainText()) != agent->suggestions)
        showText(m_suggestions, agent->suggestions.join(u'\n'));
    m_isLoading = false;
}

void AgentPage::commit()
{
    const Agent *agent = m_document->project().agent(m_name);
    if (m_isLoading || !agent)
        return;
    Agent changed = *agent;
    changed.description = m_description->text();
    changed.instructions = m_instructions->toPlainText();
    changed.suggestions = nonEmptyLines(m_suggestions->toPlainText());
    if (changed == *agent)
        return;
    if (const Result<void> done = m_document->perform(ReplaceAgent{m_name, changed}); !done)
        Q_EMIT editRefused(done.error().message);
}

void AgentPage::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), m_theme->color(ColorRole::Background));
}

} // namespace glasshouse::ui
