// The right column of the chat: this run's time, tokens and approvals, its sandbox, its artifacts.
#pragma once

#include "ui/chat/run_facts.h"
#include "ui/common/theme.h"

#include <QTimer>
#include <QWidget>

class QVBoxLayout;

namespace glasshouse::ui {

class InfoRow;
class SectionHeader;

class RunPanel : public QWidget
{
    Q_OBJECT

public:
    explicit RunPanel(const Theme *theme, QWidget *parent = nullptr);

    void setEvents(const QVector<trace::Event> &events); // of the thread
    void applyEvent(const trace::Event &event);
    // Of the profile: "512 MB", and one sentence on the network.
    void setSandbox(const QString &name, const QString &memory, const QString &network);

    [[nodiscard]] const RunFacts &facts() const { return m_facts; }

Q_SIGNALS:
    void artifactActivated(const glasshouse::Artifact &artifact);

private:
    void build();
    void refresh();
    void rebuildArtifacts();

    const Theme *m_theme;
    RunFacts m_facts;
    QVector<Artifact> m_shownArtifacts;
    QTimer m_second; // the time of a run that goes on
    QTimer m_batch;
    InfoRow *m_time;
    InfoRow *m_tokens;
    InfoRow *m_approvals;
    InfoRow *m_sandbox;
    InfoRow *m_memory;
    InfoRow *m_network;
    QWidget *m_artifactRows;
    SectionHeader *m_artifactHeader;
};

} // namespace glasshouse::ui
