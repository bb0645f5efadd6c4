// Sections that only tell: what the agent's sandbox allows, and what is wrong with the target.
#pragma once

#include "core/model/validation.h"
#include "ui/graph/inspector_section.h"

#include <QTimer>

namespace glasshouse::ui {

class InfoRow;

class SandboxSection : public InspectorSection
{
    Q_OBJECT

public:
    SandboxSection(const InspectorContext &context, QWidget *parent);
    void refresh() override;

private:
    InfoRow *m_image;
    InfoRow *m_memory;
    InfoRow *m_time;
    InfoRow *m_outside;
};

class ProblemsSection : public InspectorSection
{
    Q_OBJECT

public:
    ProblemsSection(const InspectorContext &context, QWidget *parent);
    void refresh() override { m_timer.start(); } // once per burst of edits

Q_SIGNALS:
    void problemActivated(const QString &workflow, const QString &node);

private:
    void check();
    [[nodiscard]] bool concernsTarget(const Problem &problem) const;
    [[nodiscard]] QWidget *createRow(const Problem &problem);

    QTimer m_timer;
    QWidget *m_rows;
};

} // namespace glasshouse::ui
