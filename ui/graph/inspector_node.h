// Title and configuration of a node: its agent, its text, what it waits for.
#pragma once

#include "ui/graph/inspector_section.h"

class QComboBox;
class QLineEdit;
class QPlainTextEdit;

namespace glasshouse::ui {

class InfoRow;

class NodeInspector : public InspectorSection
{
    Q_OBJECT

public:
    NodeInspector(const InspectorContext &context, const Node &node, QWidget *parent);
    void refresh() override;

private:
    void addAgentChoice();
    void addNoteText();
    void fillAgents(const Node &node);
    void chooseAgent(int index);
    void makeAgent();

    QLineEdit *m_title;
    InfoRow *m_facts = nullptr;
    QComboBox *m_agent = nullptr;
    QPlainTextEdit *m_note = nullptr;
};

} // namespace glasshouse::ui
