#include "ui/graph/graph_actions.h"

#include "ui/common/action_registry.h"
#include "ui/graph/canvas_overlay.h"
#include "ui/graph/graph_controller.h"
#include "ui/graph/graph_editor.h"
#include "ui/graph/graph_edits.h"
#include "ui/graph/graph_view.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>
#include <QMimeData>

#include <array>

namespace glasshouse::ui {

namespace {

constexpr double PasteStep = 4 * GridStep;

struct ArrangementSpec
{
    Arrangement arrangement;
    QLatin1String id;
    QLatin1String icon;
    QKeyCombination keys;
};

constexpr std::array ArrangementSpecs{
    ArrangementSpec{Arrangement::AlignLeft, QLatin1String("graph.alignLeft"),
                    QLatin1String("align-start-vertical"), Qt::CTRL | Qt::SHIFT | Qt::Key_Left},
    ArrangementSpec{Arrangement::AlignHorizontalCenters, QLatin1String("graph.alignHorizontalCenters"),
                    QLatin1String("align-center-vertical"), Qt::CTRL | Qt::ALT | Qt::Key_H},
    ArrangementSpec{Arrangement::AlignRight, QLatin1String("graph.alignRight"),
                    QLatin1String("align-end-vertical"), Qt::CTRL | Qt::SHIFT | Qt::Key_Right},
    ArrangementSpec{Arrangement::AlignTop, QLatin1String("graph.alignTop"),
                    QLatin1String("align-start-horizontal"), Qt::CTRL | Qt::SHIFT | Qt::Key_Up},
    ArrangementSpec{Arrangement::AlignVerticalCenters, QLatin1String("graph.alignVerticalCenters"),
                    QLatin1String("align-center-horizontal"), Qt::CTRL | Qt::ALT | Qt::Key_V},
    ArrangementSpec{Arrangement::AlignBottom, QLatin1String("graph.alignBottom"),
                    QLatin1String("align-end-horizontal"), Qt::CTRL | Qt::SHIFT | Qt::Key_Down},
    ArrangementSpec{Arrangement::DistributeHorizontally, QLatin1String("graph.distributeHorizontally"),
                    QLatin1String("align-horizontal-distribute-center"),
                    Qt::CTRL | Qt::ALT | Qt::SHIFT | Qt::Key_H},
    ArrangementSpec{Arrangement::DistributeVertically, QLatin1String("graph.distributeVertically"),
                    QLatin1String("align-vertical-distribute-center"),
                    Qt::CTRL | Qt::ALT | Qt::SHIFT | Qt::Key_V},
};

} // namespace

GraphActions::GraphActions(const Theme *theme, GraphEditor *editor, ActionRegistry *registry)
    : QObject(editor), m_theme(theme), m_editor(editor), m_registry(registry)
{
    create();
    connect(&editor->scene(), &GraphScene::selectionChanged, this, &GraphActions::refresh);
    createArrangements();
    refresh();
}

void GraphActions::create()
{
    auto &view = m_editor->view();
    add({QStringLiteral("graph.add"), tr("Add a node"), QStringLiteral("plus")},
        [this] { m_editor->overlay().openQuickAdd(m_editor->view().visibleScene().center(), std::nullopt); });
    add({QStringLiteral("graph.cut"), tr("Cut"), QStringLiteral("scissors"), QKeySequence::Cut},
        [this] { cut(); });
    add({QStringLiteral("graph.copy"), tr("Copy"), QStringLiteral("copy"), QKeySequence::Copy},
        [this] { copy(); });
    add({QStringLiteral("graph.paste"), tr("Paste"), QStringLiteral("clipboard-paste"), QKeySequence::Paste},
        [this] { paste(false); });
    add({QStringLiteral("graph.pasteLinked"),
         tr("Paste with input links"),
         {},
         QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_V)},
        [this] { paste(true); });
    add({QStringLiteral("graph.duplicate"), tr("Duplicate"), {}, QKeySequence(Qt::CTRL | Qt::Key_D)},
        [this] { duplicate(); });
    add({QStringLiteral("graph.delete"), tr("Delete"), QStringLiteral("trash-2")}, [this] {
        m_editor->controller().remove(m_editor->scene().selectedNodes(), m_editor->scene().selectedEdges());
    });
    add({QStringLiteral("graph.selectAll"), tr("Select all nodes"), {}, QKeySequence::SelectAll},
        [this] { m_editor->scene().select(m_editor->scene().nodeItems().keys()); });
    add({QStringLiteral("graph.rename"), tr("Rename"), QStringLiteral("pencil")},
        [this] { m_editor->overlay().rename(m_editor->selectedNodes().value(0)); });
    add({QStringLiteral("graph.connect"), tr("Connect to\u2026"), QStringLiteral("link")},
        [&view] { view.startConnecting(); });
    add({QStringLiteral("graph.find"), tr("Find a node"), QStringLiteral("search"), QKeySequence::Find},
        [this] { m_editor->find(); });
    add({QStringLiteral("graph.tidy"), tr("Tidy"), QStringLiteral("list-tree"),
         QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_T)},
        [this] { m_editor->tidy(); });
    add({QStringLiteral("graph.fit"), tr("Show the whole workflow"), QStringLiteral("maximize")},
        [&view] { view.zoomToFit(); });
    add({QStringLiteral("graph.actualSize"), tr("Zoom to 100 %"), {}}, [&view] { view.setZoom(1); });
}

void GraphActions::createArrangements()
{
    for (const auto &spec : ArrangementSpecs)
        add({spec.id, arrangementText(spec.arrangement), spec.icon, QKeySequence(spec.keys)},
            [this, arrangement = spec.arrangement] { arrange(arrangement); });
}

// Another editor may have registered the action already: then both listen, and the one that is seen acts.
void GraphActions::add(const ActionSpec &spec, const std::function<void()> &run)
{
    auto *action = m_registry ? m_registry->action(spec.id) : nullptr;
    if (!action && m_registry)
        action = m_registry->add(spec);
    if (!action) {
        action = new QAction(spec.icon.isEmpty() ? QIcon() : m_theme->icon(spec.icon), spec.text, this);
        action->setShortcut(spec.shortcut);
    }
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    m_editor->addAction(action);
    connect(action, &QAction::triggered, this, [this, run] {
        if (m_editor->isVisible())
            run();
    });
    m_byId.insert(spec.id, action);
}

void GraphActions::refresh()
{
    const bool hasWorkflow = m_editor->controller().workflow() != nullptr;
    const auto nodes = m_editor->scene().selectedNodes();
    const bool hasNodes = !nodes.isEmpty();
    for (const QStringView id :
         {u"graph.cut", u"graph.copy", u"graph.duplicate", u"graph.connect", u"graph.rename"})
        m_byId.value(id.toString())->setEnabled(hasNodes);
    m_byId.value(QStringLiteral("graph.delete"))
        ->setEnabled(hasNodes || !m_editor->scene().selectedEdges().isEmpty());
    for (const QStringView id : {u"graph.add", u"graph.paste", u"graph.pasteLinked", u"graph.selectAll",
                                 u"graph.find", u"graph.tidy", u"graph.fit"})
        m_byId.value(id.toString())->setEnabled(hasWorkflow);
    for (const auto &spec : ArrangementSpecs) {
        const auto least = leastNodesFor(spec.arrangement);
        setEnabled(spec.id, nodes.size() >= least, tr("select at least %1 nodes").arg(least));
    }
}

void GraphActions::setEnabled(const QString &id, bool enabled, const QString &whyNot)
{
    auto *action = m_byId.value(id);
    if (!m_registry)
        action->setEnabled(enabled);
    else if (enabled)
        m_registry->enable(id);
    else
        m_registry->disable(id, whyNot);
}

void GraphActions::showMenu(QPointF globalPosition, QPointF scenePosition)
{
    m_menuPosition = scenePosition;
    auto *menu = new QMenu(m_editor);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const bool onSelection = !m_editor->scene().selectedItems().isEmpty();
    const auto addAll = [&](std::initializer_list<QStringView> ids) {
        for (const auto id : ids)
            menu->addAction(m_byId.value(id.toString()));
        menu->addSeparator();
    };
    if (onSelection) {
        addAll({u"graph.rename", u"graph.connect"});
        if (m_editor->selectedNodes().size() > 1)
            addArrangements(menu);
        addAll({u"graph.cut", u"graph.copy", u"graph.paste", u"graph.duplicate", u"graph.delete"});
    } else {
        auto *addHere = menu->addAction(m_theme->icon(u"plus"), tr("Add a node here"));
        connect(addHere, &QAction::triggered, this,
                [this] { m_editor->overlay().openQuickAdd(m_menuPosition, std::nullopt); });
        addAll({u"graph.paste", u"graph.pasteLinked", u"graph.selectAll", u"graph.find"});
        addAll({u"graph.tidy", u"graph.fit", u"graph.actualSize"});
    }
    menu->popup(globalPosition.toPoint());
}

void GraphActions::addArrangements(QMenu *menu)
{
    auto *choices = menu->addMenu(m_theme->icon(u"align-center-vertical"), tr("Arrange"));
    for (const auto &spec : ArrangementSpecs)
        choices->addAction(m_byId.value(spec.id));
    menu->addSeparator();
}

void GraphActions::arrange(Arrangement arrangement)
{
    m_editor->scene().finishAnimation(); // a node on its way is where it is going to be
    QVector<PlacedNode> nodes;
    for (const auto &id : m_editor->selectedNodes())
        nodes.append({id, m_editor->scene().nodeItem(id)->sceneBody()});
    m_editor->controller().arrange(nodes, arrangement);
}

void GraphActions::copy()
{
    const auto *workflow = m_editor->controller().workflow();
    const auto fragment = workflow ? fragmentOf(*workflow, m_editor->selectedNodes()) : GraphFragment();
    if (fragment.isEmpty())
        return;
    m_pastes = 0;
    QGuiApplication::clipboard()->setMimeData(toMimeData(fragment)); // the clipboard owns it
}

void GraphActions::cut()
{
    copy();
    m_editor->controller().remove(m_editor->selectedNodes(), {});
}

void GraphActions::paste(bool keepInputs)
{
    const auto fragment = fragmentFromMimeData(QGuiApplication::clipboard()->mimeData());
    if (fragment.isEmpty()) {
        m_editor->overlay().notice()->showSentence(tr("There are no nodes on the clipboard."),
                                                   CanvasNotice::Kind::Refusal);
        return;
    }
    ++m_pastes;
    auto at = fragment.topLeft() + QPointF(PasteStep, PasteStep) * m_pastes;
    if (const auto visible = m_editor->view().visibleScene(); !visible.contains(at))
        at = visible.center(); // copied far away, or in another workflow
    const auto links = keepInputs ? InputLinks::Keep : InputLinks::Drop;
    if (const auto added = m_editor->controller().insert(fragment, at, links); !added.isEmpty())
        m_editor->scene().select(added);
}

void GraphActions::duplicate()
{
    const auto *workflow = m_editor->controller().workflow();
    if (!workflow)
        return;
    const auto fragment = fragmentOf(*workflow, m_editor->selectedNodes());
    const auto at = fragment.topLeft() + QPointF(PasteStep, PasteStep);
    if (const auto added = m_editor->controller().insert(fragment, at, InputLinks::Drop); !added.isEmpty())
        m_editor->scene().select(added);
}

} // namespace glasshouse::ui
