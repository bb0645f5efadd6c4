// Tells a screen reader what happens on the canvas: what is selected, what changed, how a run goes on.
#pragma once

#include "core/trace/run_phase.h"

#include <QHash>
#include <QObject>

namespace glasshouse::ui {

class GraphView;

class GraphAnnouncer : public QObject
{
    Q_OBJECT

public:
    explicit GraphAnnouncer(GraphView *view);

private:
    void announceSelection();
    void announceContents();
    void announceRun();

    GraphView *m_view;
    QHash<QString, trace::RunPhase> m_phases; // that were told
};

} // namespace glasshouse::ui
