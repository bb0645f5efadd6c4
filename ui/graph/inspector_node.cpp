#include "ui/graph/inspector_node.h"

#include "ui/common/widgets.h"
#include "ui/graph/graph_edits.h"
#include "ui/graph/node_card.h"
#include "ui/graph/node_kinds.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace glasshouse::ui {

namespace {

const QString AgentKey = QStringLiteral("agent");
const QString TextKey = QStringLiteral("text");
constexpr int NewAgent = Qt::UserRole + 1;

bool hasFacts(const Node &node)
{
    return node.kind == node_kind::FanIn || node.kind == node_kind::FanOut;
}

} // namespace

NodeInspector::NodeInspector(const InspectorContext &context, const Node &node, QWidget *parent)
    : InspectorSection(context, node.kind == node_kind::Agent ? tr("Node") : nodeKind(node.kind).title,
                       parent),
      m_title(new QLineEdit(this))
{
    auto *hint = new ToneLabel(context.theme, ColorRole::TextDim, nodeKind(node.kind).hint, this);
    hint->setWordWrap(true);
    column()->addWidget(hint);
    hint->setVisible(node.kind != node_kind::Agent);
    m_title->setObjectName(QStringLiteral("nodeTitle"));
    addField(tr("Title"), m_title);
    connect(m_title, &QLineEdit::textEdited, this,
            [this](const QString &text) { performOnNode([&](Node &changed) { changed.title = text; }); });
    if (node.kind == node_kind::Agent)
        addAgentChoice();
    if (node.kind == node_kind::Note)
        addNoteText();
    if (hasFacts(node))
        column()->addWidget(m_facts =
                                new InfoRow(context.theme, nodeKind(node.kind).icon, tr("Connected"), this));
}

void NodeInspector::addAgentChoice()
{
    m_agent = new QComboBox(this);
    m_agent->setObjectName(QStringLiteral("nodeAgent"));
    addField(tr("Agent"), m_agent);
    connect(m_agent, &QComboBox::activated, this, &NodeInspector::chooseAgent);
}

void NodeInspector::addNoteText()
{
    m_note = new QPlainTextEdit(this);
    m_note->setObjectName(QStringLiteral("noteText"));
    m_note->setTabChangesFocus(true);
    addField(tr("Text"), m_note);
    connectTyping(m_note, this, [this] {
        performOnNode([this](Node &changed) { changed.config.insert(TextKey, m_note->toPlainText()); });
    });
}

void NodeInspector::refresh()
{
    const auto *node = context().node();
    setEnabled(node != nullptr);
    if (!node)
        return;
    showText(m_title, node->title);
    m_title->setPlaceholderText(displayTitle(*node));
    if (m_agent)
        fillAgents(*node);
    if (m_note)
        showText(m_note, node->config.value(TextKey).toString());
    if (!m_facts)
        return;
    const auto &edges = context().workflow()->edges;
    const bool isFanIn = node->kind == node_kind::FanIn;
    const auto count = std::count_if(edges.begin(), edges.end(), [&](const Edge &edge) {
        return (isFanIn ? edge.to.node : edge.from.node) == node->id;
    });
    m_facts->setValue(isFanIn ? tr("%1 sources").arg(count) : tr("%1 targets").arg(count));
}

void NodeInspector::fillAgents(const Node &node)
{
    const QSignalBlocker silent(m_agent);
    m_agent->clear();
    const auto current = agentOf(node);
    for (const auto &agent : context().project().agents)
        m_agent->addItem(context().theme->icon(u"bot", ColorRole::Accent), agent.name, agent.name);
    if (m_agent->findData(current) < 0)
        m_agent->insertItem(0, current.isEmpty() ? tr("Choose an agent") : tr("%1 (missing)").arg(current),
                            current);
    m_agent->insertSeparator(m_agent->count());
    m_agent->addItem(context().theme->icon(u"plus", ColorRole::Accent), tr("New agent"));
    m_agent->setItemData(m_agent->count() - 1, true, NewAgent);
    m_agent->setCurrentIndex(m_agent->findData(current));
}

void NodeInspector::chooseAgent(int index)
{
    if (m_agent->itemData(index, NewAgent).toBool())
        return makeAgent();
    const auto name = m_agent->itemData(index).toString();
    performOnNode([&](Node &changed) {
        if (changed.title == agentOf(changed))
            changed.title.clear(); // it was only the agent's name
        changed.config.insert(AgentKey, name);
    });
}

void NodeInspector::makeAgent()
{
    const auto *node = context().node();
    if (!node)
        return;
    Agent agent;
    agent.name = uniqueAgentName(context().project(), QStringLiteral("Assistant"));
    auto changed = *node;
    changed.config.insert(AgentKey, agent.name);
    perform(Edits{tr("New agent %1").arg(agent.name),
                  {AddAgent{agent}, ReplaceNode{context().target.workflow, changed}}});
}

} // namespace glasshouse::ui
