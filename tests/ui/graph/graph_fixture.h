// A canvas on a small project, and the mouse as a person moves it.
#pragma once

#include "ui/common/project_document.h"
#include "ui/common/theme.h"
#include "ui/graph/graph_editor.h"
#include "ui/graph/graph_view.h"

#include <QApplication>
#include <QDropEvent>
#include <QMimeData>
#include <QTest>
#include <QUrl>

namespace glasshouse::test {

inline Node makeNode(const QString &id, QLatin1String kind, QPointF position, const QJsonObject &config = {})
{
    Node node;
    node.id = id;
    node.kind = kind;
    node.title = id;
    node.position = position;
    node.config = config;
    return node;
}

inline Edge makeEdge(const QString &id, const QString &from, const QString &to)
{
    Edge edge;
    edge.id = id;
    edge.from = {from, port_name::Out};
    edge.to = {to, port_name::In};
    return edge;
}

inline Agent makeAgent(const QString &name, const QString &description)
{
    Agent agent;
    agent.name = name;
    agent.description = description;
    agent.instructions = QStringLiteral("Do the work of the %1.").arg(name);
    return agent;
}

// start -> researcher -> analyst -> output, all on the grid; "lonely" is not connected.
inline Project smallProject()
{
    Workflow flow;
    flow.name = QStringLiteral("flow");
    flow.title = QStringLiteral("Flow");
    const auto agentConfig = [](const QString &name) { return QJsonObject{{QStringLiteral("agent"), name}}; };
    flow.nodes = {makeNode(QStringLiteral("start"), node_kind::Start, {0, 80}),
                  makeNode(QStringLiteral("researcher"), node_kind::Agent, {200, 80},
                           agentConfig(QStringLiteral("Researcher"))),
                  makeNode(QStringLiteral("analyst"), node_kind::Agent, {480, 80},
                           agentConfig(QStringLiteral("Analyst"))),
                  makeNode(QStringLiteral("output"), node_kind::Output, {760, 80}),
                  makeNode(QStringLiteral("lonely"), node_kind::FanOut, {480, 240})};
    flow.edges = {makeEdge(QStringLiteral("e1"), QStringLiteral("start"), QStringLiteral("researcher")),
                  makeEdge(QStringLiteral("e2"), QStringLiteral("researcher"), QStringLiteral("analyst")),
                  makeEdge(QStringLiteral("e3"), QStringLiteral("analyst"), QStringLiteral("output"))};
    Project project;
    project.name = QStringLiteral("test");
    project.agents = {
        makeAgent(QStringLiteral("Researcher"), QStringLiteral("Key questions and data needed")),
        makeAgent(QStringLiteral("Analyst"), QStringLiteral("Does the numbers"))};
    project.workflows = {flow};
    return project;
}

class GraphFixture
{
public:
    explicit GraphFixture(const Project &project = smallProject(), QSize size = {1100, 640})
        : theme(ui::ThemeMode::Light), editor(&theme, &document, nullptr)
    {
        document.setProject(project);
        editor.resize(size);
        editor.setWorkflow(QStringLiteral("flow"));
        editor.show();
        (void)QTest::qWaitForWindowExposed(&editor);
        editor.setZoom(1);
    }

    [[nodiscard]] const Workflow &flow() const { return *document.project().workflow(u"flow"); }
    [[nodiscard]] ui::GraphView &view() { return editor.view(); }
    [[nodiscard]] ui::GraphScene &scene() { return editor.scene(); }
    [[nodiscard]] QPoint at(QPointF scenePosition) { return view().mapFromScene(scenePosition); }
    [[nodiscard]] QPoint centerOf(const QString &node)
    {
        return at(scene().nodeItem(node)->sceneBody().center());
    }
    [[nodiscard]] QPoint outputOf(const QString &node)
    {
        return at(scene().nodeItem(node)->outputPosition(port_name::Out));
    }
    [[nodiscard]] QPoint inputOf(const QString &node)
    {
        return at(scene().nodeItem(node)->inputPosition(port_name::In));
    }

    void drag(QPoint from, QPoint to)
    {
        auto *target = view().viewport();
        QTest::mouseMove(target, from);
        QTest::mousePress(target, Qt::LeftButton, {}, from);
        for (int step = 1; step <= 4; ++step)
            QTest::mouseMove(target, from + (to - from) * step / 4);
        QTest::mouseRelease(target, Qt::LeftButton, {}, to);
    }

    void click(QPoint position, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mouseClick(view().viewport(), Qt::LeftButton, modifiers, position);
    }

    void key(int code, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::keyClick(&view(), static_cast<Qt::Key>(code), modifiers);
    }

    // What the platform sends when a drag ends here. False if the canvas refused it.
    bool drop(const QString &mimeType, const QString &text, QPoint position)
    {
        QMimeData data;
        data.setData(mimeType, text.toUtf8());
        return drop(data, position);
    }

    bool dropFiles(const QStringList &paths, QPoint position)
    {
        QMimeData data;
        QList<QUrl> urls;
        for (const auto &path : paths)
            urls.append(QUrl::fromLocalFile(path));
        data.setUrls(urls);
        return drop(data, position);
    }

    bool drop(const QMimeData &data, QPoint position)
    {
        QDragEnterEvent enter(position, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(view().viewport(), &enter);
        if (!enter.isAccepted())
            return false;
        QDropEvent event(position, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(view().viewport(), &event);
        return event.isAccepted();
    }

    ui::Theme theme;
    ui::ProjectDocument document;
    ui::GraphEditor editor;
};

} // namespace glasshouse::test
