#include "ui/graph/inspector_tools.h"

#include "ui/common/visible_text.h"
#include "ui/common/widgets.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QVBoxLayout>

#include <algorithm>

namespace glasshouse::ui {

namespace {

QString modeText(ApprovalMode mode)
{
    switch (mode) {
    case ApprovalMode::AlwaysRequire:
        return ToolsSection::tr("always ask");
    case ApprovalMode::AskOnce:
        return ToolsSection::tr("ask once");
    case ApprovalMode::NeverRequire:
        break;
    }
    return ToolsSection::tr("never ask");
}

QString iconOf(const QString &tool)
{
    if (tool == u"execute_code")
        return QStringLiteral("code");
    return tool == u"execute_bash" ? QStringLiteral("terminal") : QStringLiteral("wrench");
}

} // namespace

ToolsSection::ToolsSection(const InspectorContext &context, QWidget *parent)
    : InspectorSection(context, tr("Tools"), parent), m_rows(new QWidget(this)),
      m_add(makeButton(tr("Add a tool"), ButtonKind::Link, this))
{
    auto *rows = new QVBoxLayout(m_rows);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    m_add->setObjectName(QStringLiteral("addTool"));
    m_add->setIcon(context.theme->icon(u"plus", ColorRole::Accent));
    column()->addWidget(m_rows);
    column()->addWidget(m_add, 0, Qt::AlignLeft);
    connect(m_add, &QPushButton::clicked, this, &ToolsSection::offerTools);
}

void ToolsSection::refresh()
{
    const auto *agent = context().agent();
    const bool canAdd = agent && !availableTools().isEmpty();
    m_add->setEnabled(canAdd);
    m_add->setToolTip(canAdd ? QString() : tr("The agent has every tool that this project knows"));
    if (!agent || (agent->tools == m_shown && !m_shown.isEmpty()))
        return;
    m_shown = agent->tools;
    while (auto *item = m_rows->layout()->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater(); // the change may come from a button in this row
        delete item;
    }
    for (const auto &tool : agent->tools)
        m_rows->layout()->addWidget(createRow(tool));
}

QWidget *ToolsSection::createRow(const ToolRef &tool)
{
    auto *row = new QWidget(m_rows);
    auto *line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(metric::Tight);
    auto *name = new InfoRow(context().theme, iconOf(tool.name), tool.name, row);
    const QString asks = tool.approval ? modeText(*tool.approval) : defaultApproval(tool.name);
    auto *mode = makeButton(tool.isForModel() ? asks : tr("from code, %1").arg(asks), ButtonKind::Ghost, row);
    mode->setAccessibleName(tr("When a person is asked before %1 runs").arg(tool.name));
    mode->setToolTip(plainToolTip(mode->accessibleName()));
    auto *menu = new QMenu(mode);
    const auto offer = [&](const QString &text, const std::optional<ApprovalMode> &value) {
        auto *choice = menu->addAction(text);
        choice->setCheckable(true);
        choice->setChecked(tool.approval == value);
        connect(choice, &QAction::triggered, this,
                [this, toolName = tool.name, value] { setApproval(toolName, value); });
    };
    offer(tr("The tool's own: %1").arg(defaultApproval(tool.name)), std::nullopt);
    for (const auto value : {ApprovalMode::AlwaysRequire, ApprovalMode::AskOnce, ApprovalMode::NeverRequire})
        offer(modeText(value), value);
    if (!context().builtInTools.contains(tool.name)) // those run code themselves
        offerCallers(menu, tool);
    mode->setMenu(menu);
    auto *remove = new IconButton(context().theme, QStringLiteral("x"), tr("Remove %1").arg(tool.name), row);
    connect(remove, &QToolButton::clicked, this, [this, toolName = tool.name] {
        performOnAgent([&](Agent &agent) {
            agent.tools.removeIf([&](const ToolRef &each) { return each.name == toolName; });
        });
    });
    line->addWidget(name, 1);
    line->addWidget(mode);
    line->addWidget(remove);
    return row;
}

void ToolsSection::offerCallers(QMenu *menu, const ToolRef &tool)
{
    menu->addSeparator();
    const auto offer = [&](const QString &text, ToolCaller caller) {
        auto *choice = menu->addAction(text);
        choice->setCheckable(true);
        choice->setChecked(tool.calledFrom == caller);
        connect(choice, &QAction::triggered, this, [this, name = tool.name, caller] {
            performOnAgent([&](Agent &agent) {
                for (auto &each : agent.tools)
                    if (each.name == name)
                        each.calledFrom = caller;
            });
        });
    };
    offer(tr("Called by the model"), ToolCaller::Model);
    offer(tr("Called by code that runs in the sandbox"), ToolCaller::Code);
    offer(tr("Called by both"), ToolCaller::Both);
}

// A built-in tool's own mode is to ask: code never runs unseen unless somebody says so.
QString ToolsSection::defaultApproval(const QString &tool) const
{
    const auto *definition = context().project().tool(tool);
    return modeText(definition ? definition->approval : ApprovalMode::AlwaysRequire);
}

QStringList ToolsSection::availableTools() const
{
    auto names = context().builtInTools;
    for (const auto &tool : context().project().tools)
        names.append(tool.name);
    const auto *agent = context().agent();
    names.removeIf([&](const QString &name) {
        return !agent || std::any_of(agent->tools.begin(), agent->tools.end(),
                                     [&](const ToolRef &tool) { return tool.name == name; });
    });
    return names;
}

void ToolsSection::offerTools()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const auto &name : availableTools()) {
        auto *choice = menu->addAction(context().theme->icon(iconOf(name)), name);
        connect(choice, &QAction::triggered, this, [this, name] {
            performOnAgent([&](Agent &agent) { agent.tools.append(ToolRef{name, std::nullopt}); });
        });
    }
    menu->popup(m_add->mapToGlobal(QPoint(0, m_add->height())));
}

void ToolsSection::setApproval(const QString &tool, const std::optional<ApprovalMode> &mode)
{
    performOnAgent([&](Agent &agent) {
        for (auto &each : agent.tools) {
            if (each.name == tool)
                each.approval = mode;
        }
    });
}

} // namespace glasshouse::ui
