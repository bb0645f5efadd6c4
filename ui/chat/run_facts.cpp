#include "ui/chat/run_facts.h"

#include <algorithm>

namespace glasshouse::ui {

using trace::Event;
namespace type = trace::event_type;

namespace {

QString text(const Event &event, QLatin1String key)
{
    return event.data.value(key).toString();
}

// Artifacts outlive the run that made them; everything else starts anew.
void startRun(RunFacts &facts, const Event &event)
{
    RunFacts fresh;
    fresh.run = event.run;
    fresh.running = true;
    fresh.status = QStringLiteral("running");
    fresh.startedMs = event.timeMs;
    fresh.sandbox = facts.sandbox;
    fresh.accelerator = facts.accelerator;
    fresh.restoredMs = facts.restoredMs;
    fresh.artifacts = facts.artifacts;
    facts = fresh;
}

void finishRun(RunFacts &facts, const Event &event)
{
    facts.running = false;
    facts.status = text(event, QLatin1String("status"));
    facts.pending.clear();
}

void decide(RunFacts &facts, const Event &event)
{
    facts.pending.remove(text(event, QLatin1String("approval")));
    ++(text(event, QLatin1String("decision")) == u"rejected" ? facts.rejected : facts.granted);
}

void addArtifact(RunFacts &facts, const Event &event)
{
    const auto artifact = Artifact::fromJson(event.data);
    if (!artifact)
        return;
    const auto older = std::find_if(facts.artifacts.begin(), facts.artifacts.end(),
                                    [&](const Artifact &known) { return known.name == artifact->name; });
    if (older != facts.artifacts.end())
        facts.artifacts.erase(older);
    facts.artifacts.append(*artifact);
}

void startExecution(RunFacts &facts, const Event &event)
{
    facts.sandbox = text(event, QLatin1String("sandbox"));
    facts.accelerator = text(event, QLatin1String("accelerator"));
    if (const qint64 restored = event.data.value(QLatin1String("restored_ms")).toInteger(); restored > 0)
        facts.restoredMs = restored;
}

} // namespace

void fold(RunFacts &facts, const Event &event)
{
    if (event.type == type::RunStarted)
        startRun(facts, event);
    facts.lastMs = event.timeMs;
    if (event.type == type::RunFinished)
        finishRun(facts, event);
    else if (event.type == type::RunResumed)
        facts.running = true;
    else if (event.type == type::ModelCallFinished)
        facts.usage += Usage::fromJson(event.data.value(QLatin1String("usage")).toObject());
    else if (event.type == type::ApprovalRequested)
        facts.pending.insert(text(event, QLatin1String("approval")));
    else if (event.type == type::ApprovalDecided)
        decide(facts, event);
    else if (event.type == type::ExecStarted)
        startExecution(facts, event);
    else if (event.type == type::ArtifactAdded)
        addArtifact(facts, event);
}

} // namespace glasshouse::ui
