// How long a large workflow takes to load and to pan: prints one JSON object.
#include "core/base/json.h"
#include "ui/common/project_document.h"
#include "ui/common/theme.h"
#include "ui/graph/graph_editor.h"
#include "ui/graph/graph_view.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>
#include <cstdio>

using namespace glasshouse;

namespace {

constexpr int Columns = 50;
constexpr int Frames = 120;
constexpr double Zooms[] = {1.0, 0.5, 0.3, 0.1};

Project largeProject(int nodes)
{
    Workflow flow;
    flow.name = QStringLiteral("large");
    for (int i = 0; i < nodes; ++i) {
        Node node;
        node.id = QStringLiteral("n%1").arg(i);
        node.kind = i == 0 ? QString(node_kind::Start) : QString(node_kind::Agent);
        node.title = QStringLiteral("Step number %1").arg(i);
        node.position = QPointF(i % Columns * 280, i / Columns * 120); // NOLINT: whole rows
        node.config =
            i == 0 ? QJsonObject() : QJsonObject{{QStringLiteral("agent"), QStringLiteral("Worker")}};
        flow.nodes.append(node);
        for (const int back : {1, Columns}) {
            if (i < back)
                continue;
            Edge edge;
            edge.id = QStringLiteral("e%1-%2").arg(i).arg(back);
            edge.from = {QStringLiteral("n%1").arg(i - back), port_name::Out};
            edge.to = {node.id, port_name::In};
            flow.edges.append(edge);
        }
    }
    Agent worker;
    worker.name = QStringLiteral("Worker");
    worker.description = QStringLiteral("Does a step of the work and says what it found");
    Project project;
    project.agents = {worker};
    project.workflows = {flow};
    return project;
}

// Nodes of a run in all states, so that the frames show what a person would see.
trace::RunView busyRun(int nodes)
{
    trace::RunView view;
    for (int i = 0; i < nodes; ++i)
        view.nodes.insert(QStringLiteral("n%1").arg(i),
                          {static_cast<trace::RunPhase>(i % 7), 1 + i % 3, 0, 1200, {}});
    return view;
}

double percentile(QVector<double> values, double share)
{
    std::sort(values.begin(), values.end());
    return values.at(static_cast<qsizetype>(share * static_cast<double>(values.size() - 1)));
}

// Runs `step` and the repaint it asks for, `Frames` times.
template<typename Step> QVector<double> frameTimes(Step step)
{
    QVector<double> frames;
    QElapsedTimer timer;
    for (int frame = 0; frame < Frames; ++frame) {
        timer.start();
        step(frame);
        QCoreApplication::processEvents();
        frames.append(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    return frames;
}

// Diagonally, as a hand does: over nodes that were not shown before, and back.
QPoint panStep(int frame, int leg)
{
    return frame / leg % 2 == 0 ? QPoint(-24, -9) : QPoint(24, 9);
}

QJsonObject framesAt(ui::GraphEditor &editor, double zoom)
{
    auto &view = editor.view();
    editor.setZoom(zoom);
    const auto contents = editor.scene().contents();
    const int leg = std::min(Frames / 2, static_cast<int>(contents.width() * zoom / 2 / 24));
    view.lookAt(contents.topLeft() + QPointF(640, 400) / zoom);
    QCoreApplication::processEvents();
    const auto pans = frameTimes([&](int frame) { view.panBy(panStep(frame, leg)); });
    view.lookAt(contents.center());
    QCoreApplication::processEvents();
    const auto repaints = frameTimes([&](int) { view.viewport()->update(); });
    return {{QStringLiteral("zoom"), zoom},
            {QStringLiteral("pan_p50_ms"), percentile(pans, 0.5)},
            {QStringLiteral("pan_p95_ms"), percentile(pans, 0.95)},
            {QStringLiteral("pan_max_ms"), percentile(pans, 1)},
            {QStringLiteral("repaint_p50_ms"), percentile(repaints, 0.5)}};
}

// Each step of the wheel shows all cards at a size that none was drawn at before.
double zoomStep(ui::GraphEditor &editor)
{
    editor.view().lookAt(editor.scene().contents().center());
    return percentile(frameTimes([&](int frame) { editor.setZoom(0.35 + 0.004 * frame); }), 0.5);
}

template<typename Step> double milliseconds(Step step)
{
    QElapsedTimer timer;
    timer.start();
    step();
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

QJsonObject measure(ui::Theme *theme, int nodes)
{
    ui::ProjectDocument document;
    document.setProject(largeProject(nodes));
    ui::GraphEditor editor(theme, &document, nullptr);
    editor.resize(1280, 800);
    editor.show();
    QCoreApplication::processEvents();
    const auto load = milliseconds([&] { editor.setWorkflow(QStringLiteral("large")); });
    const auto firstFrame = milliseconds([] { QCoreApplication::processEvents(); });
    const auto run = milliseconds([&] {
        editor.setRunView(busyRun(nodes));
        QCoreApplication::processEvents();
    });
    QJsonArray frames;
    for (const double zoom : Zooms)
        frames.append(framesAt(editor, zoom));
    return {{QStringLiteral("type"), QStringLiteral("result")},
            {QStringLiteral("nodes"), nodes},
            {QStringLiteral("edges"), document.project().workflows.first().edges.size()},
            {QStringLiteral("load_ms"), load},
            {QStringLiteral("first_frame_ms"), load + firstFrame},
            {QStringLiteral("run_update_ms"), run},
            {QStringLiteral("zoom_step_p50_ms"), zoomStep(editor)},
            {QStringLiteral("frames"), frames}};
}

} // namespace

int main(int argc, char **argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addOption({QStringLiteral("nodes"), QStringLiteral("How many nodes to draw."),
                      QStringLiteral("count"), QStringLiteral("2000")});
    parser.process(application);

    ui::Theme theme(ui::ThemeMode::Dark);
    theme.applyTo(application);
    const auto result = measure(&theme, std::max(1, parser.value(QStringLiteral("nodes")).toInt()));
    std::fputs(toCompactJson(result).append('\n').constData(), stdout);
    return 0;
}
