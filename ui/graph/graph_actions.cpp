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

namespace glasshouse::ui {

namespace {

constexpr double PasteStep = 4 * GridStep;

} // namespace

GraphActions::GraphActions(const Theme *theme, GraphEditor *editor, ActionRegistry *registry)
    : QObject(editor), m_theme(theme), m_editor(editor), m_registry(registry)
{
    create();
    connect(&editor->scene(), &GraphScene::selectionChanged, this, &GraphActions::refresh);
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
