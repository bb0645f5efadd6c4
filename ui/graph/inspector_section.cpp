#include "ui/graph/inspector_section.h"

#include "ui/common/project_document.h"
#include "ui/common/widgets.h"
#include "ui/graph/node_card.h"

#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

constexpr double TextMargin = 8;        // a text begins where that of a line edit does
constexpr auto ShownText = "shownText"; // property of a field: the text that was last shown or acted upon

} // namespace

const Project &InspectorContext::project() const
{
    return document->project();
}

const Workflow *InspectorContext::workflow() const
{
    return project().workflow(target.workflow);
}

const Node *InspectorContext::node() const
{
    const auto *flow = target.kind == InspectorTarget::Kind::Node ? workflow() : nullptr;
    return flow ? flow->node(target.name) : nullptr;
}

const Edge *InspectorContext::edge() const
{
    const auto *flow = target.kind == InspectorTarget::Kind::Edge ? workflow() : nullptr;
    return flow ? flow->edge(target.name) : nullptr;
}

const Agent *InspectorContext::agent() const
{
    if (target.kind == InspectorTarget::Kind::Agent)
        return project().agent(target.name);
    const auto *value = node();
    return value ? project().agent(agentOf(*value)) : nullptr;
}

InspectorSection::InspectorSection(const InspectorContext &context, const QString &title, QWidget *parent)
    : QWidget(parent), m_context(context), m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(metric::Tight);
    if (!title.isEmpty())
        m_column->addWidget(new SectionHeader(context.theme, title, this));
}

bool InspectorSection::perform(const Edit &edit)
{
    if (const auto done = m_context.document->perform(edit); !done) {
        Q_EMIT editRefused(done.error().message);
        refresh();
        return false;
    }
    return true;
}

void InspectorSection::performOnAgent(const std::function<void(Agent &)> &change)
{
    const auto *agent = m_context.agent();
    if (!agent)
        return;
    auto replacement = *agent;
    change(replacement);
    if (replacement != *agent)
        perform(ReplaceAgent{QString(agent->name), replacement});
}

void InspectorSection::performOnNode(const std::function<void(Node &)> &change)
{
    const auto *node = m_context.node();
    if (!node)
        return;
    auto replacement = *node;
    change(replacement);
    if (replacement != *node)
        perform(ReplaceNode{m_context.target.workflow, replacement});
}

void InspectorSection::addField(const QString &caption, QWidget *field)
{
    auto *label = new ToneLabel(m_context.theme, ColorRole::TextDim, caption, this);
    label->setFont(m_context.theme->textFont(11));
    label->setBuddy(field);
    field->setAccessibleName(caption);
    if (auto *text = qobject_cast<QPlainTextEdit *>(field))
        text->document()->setDocumentMargin(TextMargin);
    m_column->addSpacing(metric::Tight);
    m_column->addWidget(label);
    m_column->addWidget(field);
}

void showText(QLineEdit *field, const QString &text)
{
    if (field->text() == text)
        return;
    const QSignalBlocker silent(field);
    field->setText(text);
}

void showText(QPlainTextEdit *field, const QString &text)
{
    field->setProperty(ShownText, text);
    if (field->toPlainText() == text)
        return;
    const QSignalBlocker silent(field);
    field->setPlainText(text);
}

void connectTyping(QPlainTextEdit *field, QObject *context, const std::function<void()> &act)
{
    QObject::connect(field, &QPlainTextEdit::textChanged, context, [field, act] {
        const auto text = field->toPlainText();
        if (text == field->property(ShownText).toString())
            return;
        field->setProperty(ShownText, text);
        act();
    });
}

} // namespace glasshouse::ui
