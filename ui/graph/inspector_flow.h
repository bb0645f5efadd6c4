// The sections of an edge and of a whole workflow.
#pragma once

#include "ui/graph/inspector_section.h"

class QCheckBox;
class QLineEdit;
class QPlainTextEdit;
class QSpinBox;

namespace glasshouse::ui {

class ConditionEditor;
class InfoRow;

class EdgeSection : public InspectorSection
{
    Q_OBJECT

public:
    EdgeSection(const InspectorContext &context, QWidget *parent);
    void refresh() override;

private:
    void setCondition(const QJsonObject &condition);

    InfoRow *m_from;
    InfoRow *m_to;
    QCheckBox *m_isConditional;
    ConditionEditor *m_condition;
};

class WorkflowSection : public InspectorSection
{
    Q_OBJECT

public:
    WorkflowSection(const InspectorContext &context, QWidget *parent);
    void refresh() override;

private:
    void performOnWorkflow(const std::function<void(Workflow &)> &change);
    void rename();

    QLineEdit *m_title;
    QLineEdit *m_name;
    QPlainTextEdit *m_description;
    QSpinBox *m_supersteps;
    InfoRow *m_size;
};

} // namespace glasshouse::ui
