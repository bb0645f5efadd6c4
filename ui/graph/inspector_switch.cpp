#include "ui/graph/inspector_switch.h"

#include "core/model/condition.h"
#include "ui/common/widgets.h"
#include "ui/graph/condition_editor.h"

#include <QHBoxLayout>
#include <QJsonArray>
#include <QLineEdit>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

const QString CasesKey = QStringLiteral("cases");
const QString DefaultKey = QStringLiteral("default");
const QString PortKey = QStringLiteral("port");
const QString ConditionKey = QStringLiteral("condition");

QJsonArray casesOf(const QJsonObject &config)
{
    return config.value(CasesKey).toArray();
}

QJsonObject withCases(QJsonObject config, const QJsonArray &cases)
{
    config.insert(CasesKey, cases);
    return config;
}

QString freePort(const Node &node)
{
    const auto taken = outputPorts(node);
    for (int number = static_cast<int>(casesOf(node.config).size()) + 1;; ++number) {
        if (const auto name = QStringLiteral("case %1").arg(number); !taken.contains(name))
            return name;
    }
}

} // namespace

SwitchSection::SwitchSection(const InspectorContext &context, QWidget *parent)
    : InspectorSection(context, tr("Cases"), parent), m_cases(new QWidget(this)),
      m_default(new QLineEdit(this))
{
    auto *rows = new QVBoxLayout(m_cases);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(metric::Medium);
    auto *add = makeButton(tr("Add a case"), ButtonKind::Link, this);
    add->setObjectName(QStringLiteral("addCase"));
    add->setIcon(context.theme->icon(u"plus", ColorRole::Accent));
    m_default->setObjectName(QStringLiteral("defaultPort"));
    m_default->setPlaceholderText(tr("Nowhere: other messages stop here"));
    column()->addWidget(m_cases);
    column()->addWidget(add, 0, Qt::AlignLeft);
    addField(tr("Everything else goes to"), m_default);
    connect(add, &QPushButton::clicked, this, &SwitchSection::addCase);
    connect(m_default, &QLineEdit::editingFinished, this,
            [this] { setDefault(m_default->text().trimmed()); });
}

void SwitchSection::refresh()
{
    const auto *node = context().node();
    if (!node)
        return;
    const auto cases = casesOf(node->config);
    while (m_rows.size() > cases.size()) {
        auto *gone = m_rows.takeLast().widget;
        gone->hide();
        gone->deleteLater(); // the change may come from its own button
    }
    while (m_rows.size() < cases.size())
        m_rows.append(createRow(static_cast<int>(m_rows.size())));
    for (qsizetype i = 0; i < cases.size(); ++i) {
        const auto value = cases.at(i).toObject();
        showText(m_rows[i].port, value.value(PortKey).toString());
        m_rows[i].condition->setCondition(value.value(ConditionKey).toObject());
    }
    showText(m_default, node->config.value(DefaultKey).toString());
}

SwitchSection::CaseRow SwitchSection::createRow(int index)
{
    auto *row = new QWidget(m_cases);
    auto *lines = new QVBoxLayout(row);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(metric::Tight);
    auto *head = new QHBoxLayout;
    auto *port = new QLineEdit(row);
    port->setAccessibleName(tr("Name of case %1").arg(index + 1));
    auto *remove = new IconButton(context().theme, QStringLiteral("trash-2"), tr("Remove this case"), row);
    auto *condition = new ConditionEditor(context().theme, row);
    head->addWidget(port, 1);
    head->addWidget(remove);
    lines->addLayout(head);
    lines->addWidget(condition);
    m_cases->layout()->addWidget(row);
    connect(port, &QLineEdit::editingFinished, this,
            [this, index, port] { renamePort(index, port->text().trimmed()); });
    connect(remove, &QToolButton::clicked, this, [this, index] { removeCase(index); });
    connect(condition, &ConditionEditor::conditionEdited, this,
            [this, index](const QJsonObject &value) { setCondition(index, value); });
    return {row, port, condition};
}

void SwitchSection::replaceConfig(const QJsonObject &config, const QString &oldPort, const QString &newPort)
{
    const auto *node = context().node();
    if (!node || node->config == config)
        return;
    const auto &workflow = *context().workflow();
    auto changed = *node;
    changed.config = config;
    const bool isGone = !outputPorts(changed).contains(oldPort);
    Edits step{tr("Change the cases of %1").arg(node->title), {}};
    QVector<Edit> after;
    for (const auto &edge : workflow.edges) {
        if (oldPort.isEmpty() || !isGone || edge.from != Port{node->id, oldPort})
            continue;
        step.edits.append(RemoveEdge{workflow.name, edge.id});
        auto moved = edge;
        moved.from.port = newPort;
        if (!newPort.isEmpty())
            after.append(AddEdge{workflow.name, moved, &edge - workflow.edges.constData()});
    }
    step.edits.append(ReplaceNode{workflow.name, changed});
    step.edits.append(after);
    perform(step.edits.size() == 1 ? step.edits.first() : Edit(step));
}

void SwitchSection::renamePort(int index, const QString &name)
{
    const auto *node = context().node();
    auto cases = node ? casesOf(node->config) : QJsonArray();
    if (index >= cases.size())
        return;
    auto value = cases.at(index).toObject();
    const auto old = value.value(PortKey).toString();
    if (name == old)
        return;
    if (name.isEmpty() || outputPorts(*node).contains(name)) {
        Q_EMIT editRefused(name.isEmpty() ? tr("A case needs a name: it names the port.")
                                          : tr("There is already a case named \"%1\".").arg(name));
        return refresh();
    }
    value.insert(PortKey, name);
    cases.replace(index, value);
    replaceConfig(withCases(node->config, cases), old, name);
}

void SwitchSection::setCondition(int index, const QJsonObject &condition)
{
    performOnNode([&](Node &node) {
        auto cases = casesOf(node.config);
        if (index >= cases.size())
            return;
        auto value = cases.at(index).toObject();
        value.insert(ConditionKey, condition);
        cases.replace(index, value);
        node.config = withCases(node.config, cases);
    });
}

void SwitchSection::setDefault(const QString &port)
{
    const auto *node = context().node();
    if (!node || node->config.value(DefaultKey).toString() == port)
        return;
    auto config = node->config;
    const auto old = config.value(DefaultKey).toString();
    if (port.isEmpty())
        config.remove(DefaultKey);
    else
        config.insert(DefaultKey, port);
    replaceConfig(config, old, port);
}

void SwitchSection::addCase()
{
    performOnNode([](Node &node) {
        auto cases = casesOf(node.config);
        const QJsonObject condition{{QStringLiteral("path"), QStringLiteral("/text")},
                                    {QStringLiteral("operator"), QString(condition_operator::Contains)},
                                    {QStringLiteral("value"), QString()}};
        cases.append(QJsonObject{{PortKey, freePort(node)}, {ConditionKey, condition}});
        node.config = withCases(node.config, cases);
    });
}

void SwitchSection::removeCase(int index)
{
    const auto *node = context().node();
    auto cases = node ? casesOf(node->config) : QJsonArray();
    if (index >= cases.size())
        return;
    const auto old = cases.at(index).toObject().value(PortKey).toString();
    cases.removeAt(index);
    replaceConfig(withCases(node->config, cases), old, {});
}

} // namespace glasshouse::ui
