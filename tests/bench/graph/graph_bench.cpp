// How long a large workflow takes to load and to pan: prints one JSON object.
#include "core/base/json.h"
#include "ui/common/project_document.h"
#include "ui/common/theme.h"
#include "ui/graph/graph_editor.h"
#include "ui/graph/graph_view.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QJsonObject>

#include <algorithm>
#include <cstdio>

using namespace glasshouse;

namespace {

constexpr int Columns = 50;
constexpr int Frames = 240;

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

QVector<double> pan(ui::GraphEditor &editor, double zoom)
{
    editor.setZoom(zoom);
    QCoreApplication::processEvents();
    QVector<double> frames;
    QElapsedTimer timer;
    for (int frame = 0; frame < Frames; ++frame) {
        timer.start();
        editor.view().panBy({frame % 80 < 40 ? -24 : 24, frame % 60 < 30 ? -9 : 9});
        QCoreApplication::processEvents(); // the repaint that the scroll has asked for
        frames.append(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    return frames;
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
    const int nodes = std::max(1, parser.value(QStringLiteral("nodes")).toInt());

    ui::Theme theme(ui::ThemeMode::Dark);
    theme.applyTo(application);
    ui::ProjectDocument document;
    document.setProject(largeProject(nodes));
    ui::GraphEditor editor(&theme, &document, nullptr);
    editor.resize(1280, 800);
    editor.show();
    QCoreApplication::processEvents();

    QElapsedTimer timer;
    timer.start();
    editor.setWorkflow(QStringLiteral("large"));
    const auto loaded = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    QCoreApplication::processEvents();
    const auto shown = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    timer.start();
    editor.setRunView(busyRun(nodes));
    QCoreApplication::processEvents();
    const auto run = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    const auto close = pan(editor, 1.0);
    const auto far = pan(editor, 0.1);
    const QJsonObject result{{QStringLiteral("type"), QStringLiteral("result")},
                             {QStringLiteral("nodes"), nodes},
                             {QStringLiteral("edges"), document.project().workflows.first().edges.size()},
                             {QStringLiteral("load_ms"), loaded},
                             {QStringLiteral("first_frame_ms"), shown},
                             {QStringLiteral("run_update_ms"), run},
                             {QStringLiteral("frame_p50_ms"), percentile(close, 0.5)},
                             {QStringLiteral("frame_p95_ms"), percentile(close, 0.95)},
                             {QStringLiteral("far_frame_p50_ms"), percentile(far, 0.5)},
                             {QStringLiteral("far_frame_p95_ms"), percentile(far, 0.95)}};
    std::fputs(toCompactJson(result).append('\n').constData(), stdout);
    return 0;
}
