#include "ui/graph/inspector_agent.h"

#include "core/model/names.h"
#include "ui/common/theme.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace glasshouse::ui {

namespace {

constexpr int InstructionsHeight = 132;

QString labelOf(const Connection &connection)
{
    const auto title = connection.title.isEmpty() ? connection.name : connection.title;
    if (connection.kind == Connection::Kind::Demo)
        return AgentSection::tr("%1 (scripted)").arg(title);
    return title;
}

} // namespace

AgentSection::AgentSection(const InspectorContext &context, QWidget *parent)
    : InspectorSection(context, tr("Agent"), parent), m_name(new QLineEdit(this)),
      m_description(new QLineEdit(this)), m_connection(new QComboBox(this)), m_model(new QLineEdit(this)),
      m_instructions(new QPlainTextEdit(this))
{
    m_name->setObjectName(QStringLiteral("agentName"));
    m_connection->setObjectName(QStringLiteral("agentConnection"));
    m_instructions->setObjectName(QStringLiteral("agentInstructions"));
    m_description->setObjectName(QStringLiteral("agentDescription"));
    m_description->setPlaceholderText(tr("What it does, in a line"));
    m_instructions->setPlaceholderText(tr("What the agent is, what it should do and how"));
    m_instructions->setTabChangesFocus(true);
    m_instructions->setFixedHeight(InstructionsHeight);
    addField(tr("Name"), m_name);
    addField(tr("Description"), m_description);
    addField(tr("Model"), m_connection);
    m_model->setAccessibleName(tr("Name of the model"));
    column()->addWidget(m_model);
    addField(tr("Instructions"), m_instructions);
    connectFields();
}

void AgentSection::connectFields()
{
    connect(m_name, &QLineEdit::editingFinished, this, &AgentSection::rename);
    connect(m_description, &QLineEdit::textEdited, this,
            [this](const QString &text) { performOnAgent([&](Agent &agent) { agent.description = text; }); });
    connectTyping(m_instructions, this, [this] {
        performOnAgent([this](Agent &agent) { agent.instructions = m_instructions->toPlainText(); });
    });
    connect(m_connection, &QComboBox::activated, this, &AgentSection::chooseConnection);
    connect(m_model, &QLineEdit::textEdited, this, [this](const QString &text) {
        performOnAgent([&](Agent &agent) { agent.model.model = text.trimmed(); });
    });
}

void AgentSection::refresh()
{
    const auto *agent = context().agent();
    setEnabled(agent != nullptr);
    if (!agent)
        return;
    if (!m_name->hasFocus() || !m_name->isModified())
        showText(m_name, agent->name);
    showText(m_description, agent->description);
    showText(m_instructions, agent->instructions);
    fillConnections(*agent);
}

void AgentSection::fillConnections(const Agent &agent)
{
    const QSignalBlocker silent(m_connection);
    m_connection->clear();
    const auto usual = context().project().defaultModel.connection;
    const auto *usualConnection = connectionNamed(usual);
    m_connection->addItem(tr("Default: %1").arg(usualConnection ? labelOf(*usualConnection) : usual),
                          QString());
    for (const auto &connection : context().connections)
        m_connection->addItem(labelOf(connection), connection.name);
    if (m_connection->findData(agent.model.connection) < 0)
        m_connection->addItem(tr("%1 (not set up here)").arg(agent.model.connection), agent.model.connection);
    m_connection->setCurrentIndex(m_connection->findData(agent.model.connection));

    const auto *chosen = connectionNamed(agent.model.connection.isEmpty() ? usual : agent.model.connection);
    const bool isScripted = !chosen || chosen->kind == Connection::Kind::Demo;
    m_model->setVisible(!isScripted || !agent.model.model.isEmpty());
    m_model->setPlaceholderText(chosen && !chosen->defaultModel.isEmpty()
                                    ? tr("%1 (default)").arg(chosen->defaultModel)
                                    : tr("Name of the model"));
    showText(m_model, agent.model.model);
}

const Connection *AgentSection::connectionNamed(const QString &name) const
{
    const auto &all = context().connections;
    const auto it =
        std::find_if(all.begin(), all.end(), [&](const Connection &each) { return each.name == name; });
    return it == all.end() ? nullptr : &*it;
}

void AgentSection::chooseConnection(int index)
{
    const auto name = m_connection->itemData(index).toString();
    performOnAgent([&](Agent &agent) {
        if (agent.model.connection != name)
            agent.model = {name, {}}; // a model's name means nothing on another server
    });
}

void AgentSection::rename()
{
    const auto *agent = context().agent();
    const auto name = m_name->text().trimmed();
    m_name->setModified(false);
    if (!agent || name == agent->name)
        return;
    if (const auto why = whyNotAName(name)) {
        Q_EMIT editRefused(*why);
        return refresh();
    }
    performOnAgent([&](Agent &renamed) { renamed.name = name; });
}

} // namespace glasshouse::ui
