// The cases of a switch: each a port with its condition, tried from top to bottom, and where the rest goes.
#pragma once

#include "ui/graph/inspector_section.h"

class QLineEdit;

namespace glasshouse::ui {

class ConditionEditor;

class SwitchSection : public InspectorSection
{
    Q_OBJECT

public:
    SwitchSection(const InspectorContext &context, QWidget *parent);
    void refresh() override;

private:
    struct CaseRow
    {
        QWidget *widget;
        QLineEdit *port;
        ConditionEditor *condition;
    };

    [[nodiscard]] CaseRow createRow(int index);
    void renamePort(int index, const QString &name);
    void setCondition(int index, const QJsonObject &condition);
    void setDefault(const QString &port);
    void addCase();
    void removeCase(int index);
    // One step: the new configuration, and the edges of a port that was renamed (or removed: no new name).
    void replaceConfig(const QJsonObject &config, const QString &oldPort, const QString &newPort);

    QWidget *m_cases;
    QLineEdit *m_default;
    QVector<CaseRow> m_rows;
};

} // namespace glasshouse::ui
