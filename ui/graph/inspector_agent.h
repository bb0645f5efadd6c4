// Name, model and instructions of an agent.
#pragma once

#include "ui/graph/inspector_section.h"

class QComboBox;
class QLineEdit;
class QPlainTextEdit;

namespace glasshouse::ui {

class AgentSection : public InspectorSection
{
    Q_OBJECT

public:
    AgentSection(const InspectorContext &context, QWidget *parent);
    void refresh() override;

private:
    void connectFields();
    void fillConnections(const Agent &agent);
    void rename();
    void chooseConnection(int index);
    [[nodiscard]] const Connection *connectionNamed(const QString &name) const;

    QLineEdit *m_name;
    QLineEdit *m_description;
    QComboBox *m_connection;
    QLineEdit *m_model;
    QPlainTextEdit *m_instructions;
};

} // namespace glasshouse::ui
