// The Resources tab of Glass: what the thread's sandbox uses at this moment, below its limits. It is only
// measured while somebody looks.
#pragma once

#include "sandbox/host/sandbox_service.h"
#include "ui/common/theme.h"

#include <QWidget>

#include <optional>

namespace glasshouse::ui {

class CommandRow;
class InfoRow;
class ToneLabel;
class UsageGraph;

class ResourcesView : public QWidget
{
    Q_OBJECT

public:
    explicit ResourcesView(const Theme *theme, QWidget *parent = nullptr);

    void setStatus(const sandbox::Status &status);
    void setUsage(const sandbox::Usage &usage);
    void noteLimit(const QString &sentence); // that was hit
    void clear();                            // another thread, or its sandbox is gone

Q_SIGNALS:
    void watchRequested(bool watched);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    [[nodiscard]] QWidget *buildFacts();
    [[nodiscard]] QWidget *buildGraphs();
    void showCpu(const sandbox::Usage &usage);

    const Theme *m_theme;
    std::optional<sandbox::Usage> m_last;
    InfoRow *m_state;
    InfoRow *m_accelerator;
    CommandRow *m_remedy;
    InfoRow *m_running;
    InfoRow *m_restore;
    InfoRow *m_call;
    UsageGraph *m_cpu;
    UsageGraph *m_memory;
    UsageGraph *m_processes;
    UsageGraph *m_disk;
    ToneLabel *m_limit;
};

} // namespace glasshouse::ui
