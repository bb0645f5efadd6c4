// The tools of an agent, each with when a person is asked.
#pragma once

#include "ui/graph/inspector_section.h"

class QPushButton;

namespace glasshouse::ui {

class ToolsSection : public InspectorSection
{
    Q_OBJECT

public:
    ToolsSection(const InspectorContext &context, QWidget *parent);
    void refresh() override;

private:
    [[nodiscard]] QWidget *createRow(const ToolRef &tool);
    [[nodiscard]] QString defaultApproval(const QString &tool) const;
    [[nodiscard]] QStringList availableTools() const;
    void offerTools();
    void offerCallers(QMenu *menu, const ToolRef &tool);
    void setApproval(const QString &tool, const std::optional<ApprovalMode> &mode);

    QWidget *m_rows;
    QPushButton *m_add;
    QVector<ToolRef> m_shown;
};

} // namespace glasshouse::ui
