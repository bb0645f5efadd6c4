#include "ui/graph/inspector_flow.h"

#include "core/model/condition.h"
#include "core/model/limits.h"
#include "core/model/names.h"
#include "ui/common/widgets.h"
#include "ui/graph/condition_editor.h"
#include "ui/graph/node_card.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

constexpr int DescriptionHeight = 84;

QString endText(const Workflow &workflow, const Port &port)
{
    const auto *node = workflow.node(port.node);
    return node ? displayTitle(*node) : EdgeSection::tr("%1 (missing)").arg(port.node);
}

QString portText(const Port &port)
{
    return port.port == port_name::In || port.port == port_name::Out ? QString() : port.port;
}

QJsonObject firstCondition()
{
    return {{QStringLiteral("path"), QStringLiteral("/text")},
            {QStringLiteral("operator"), QString(condition_operator::Contains)},
            {QStringLiteral("value"), QString()}};
}

} // namespace

EdgeSection::EdgeSection(const InspectorContext &context, QWidget *parent)
    : InspectorSection(context, tr("Edge"), parent),
      m_from(new InfoRow(context.theme, QStringLiteral("log-out"), {}, this)),
      m_to(new InfoRow(context.theme, QStringLiteral("log-in"), {}, this)),
      m_isConditional(new QCheckBox(tr("Only when"), this)),
      m_condition(new ConditionEditor(context.theme, this))
{
    m_isConditional->setObjectName(QStringLiteral("edgeIsConditional"));
    m_condition->setObjectName(QStringLiteral("edgeCondition"));
    column()->addWidget(m_from);
    column()->addWidget(m_to);
    column()->addSpacing(metric::Small);
    column()->addWidget(m_isConditional);
    column()->addWidget(m_condition);
    connect(m_isConditional, &QCheckBox::clicked, this,
            [this](bool checked) { setCondition(checked ? firstCondition() : QJsonObject()); });
    connect(m_condition, &ConditionEditor::conditionEdited, this, &EdgeSection::setCondition);
}

void EdgeSection::refresh()
{
    const auto *edge = context().edge();
    setEnabled(edge != nullptr);
    if (!edge)
        return;
    m_from->setName(endText(*context().workflow(), edge->from));
    m_from->setValue(portText(edge->from));
    m_to->setName(endText(*context().workflow(), edge->to));
    m_to->setValue(portText(edge->to));
    m_isConditional->setChecked(!edge->condition.isEmpty());
    m_condition->setVisible(!edge->condition.isEmpty());
    if (!edge->condition.isEmpty())
        m_condition->setCondition(edge->condition);
}

void EdgeSection::setCondition(const QJsonObject &condition)
{
    const auto *edge = context().edge();
    if (!edge || edge->condition == condition)
        return;
    auto changed = *edge;
    changed.condition = condition;
    perform(ReplaceEdge{context().target.workflow, changed});
}

WorkflowSection::WorkflowSection(const InspectorContext &context, QWidget *parent)
    : InspectorSection(context, tr("Workflow"), parent), m_title(new QLineEdit(this)),
      m_name(new QLineEdit(this)), m_description(new QPlainTextEdit(this)), m_supersteps(new QSpinBox(this)),
      m_size(new InfoRow(context.theme, QStringLiteral("workflow"), tr("Nodes and edges"), this))
{
    m_title->setObjectName(QStringLiteral("workflowTitle"));
    m_name->setObjectName(QStringLiteral("workflowName"));
    m_description->setFixedHeight(DescriptionHeight);
    m_description->setTabChangesFocus(true);
    m_supersteps->setRange(1, limits::MaxSupersteps);
    m_supersteps->setToolTip(
        tr("A run that has not ended after this many steps fails, so that a loop cannot go on for ever"));
    addField(tr("Title"), m_title);
    addField(tr("Name, also of its file"), m_name);
    addField(tr("Description"), m_description);
    addField(tr("Steps at most"), m_supersteps);
    column()->addSpacing(metric::Tight);
    column()->addWidget(m_size);
    connect(m_title, &QLineEdit::textEdited, this,
            [this](const QString &text) { performOnWorkflow([&](Workflow &flow) { flow.title = text; }); });
    connect(m_name, &QLineEdit::editingFinished, this, &WorkflowSection::rename);
    connectTyping(m_description, this, [this] {
        performOnWorkflow([this](Workflow &flow) { flow.description = m_description->toPlainText(); });
    });
    connect(m_supersteps, &QSpinBox::valueChanged, this,
            [this](int value) { performOnWorkflow([&](Workflow &flow) { flow.maxSupersteps = value; }); });
}

void WorkflowSection::refresh()
{
    const auto *flow = context().workflow();
    setEnabled(flow != nullptr);
    if (!flow)
        return;
    showText(m_title, flow->title);
    m_title->setPlaceholderText(flow->name);
    if (!m_name->hasFocus() || !m_name->isModified())
        showText(m_name, flow->name);
    showText(m_description, flow->description);
    const QSignalBlocker silent(m_supersteps);
    m_supersteps->setValue(flow->maxSupersteps);
    m_size->setValue(tr("%1, %2").arg(flow->nodes.size()).arg(flow->edges.size()));
}

void WorkflowSection::performOnWorkflow(const std::function<void(Workflow &)> &change)
{
    const auto *flow = context().workflow();
    if (!flow)
        return;
    auto replacement = *flow;
    change(replacement);
    if (replacement != *flow)
        perform(ReplaceWorkflow{QString(flow->name), replacement});
}

void WorkflowSection::rename()
{
    const auto *flow = context().workflow();
    const auto name = m_name->text().trimmed();
    m_name->setModified(false);
    if (!flow || name == flow->name)
        return;
    if (const auto why = whyNotAName(name)) {
        Q_EMIT editRefused(*why);
        return refresh();
    }
    performOnWorkflow([&](Workflow &renamed) { renamed.name = name; });
}

} // namespace glasshouse::ui
