#include "ui/project/project_tree.h"

#include "ui/common/dropped_file.h"
#include "ui/common/project_document.h"
#include "ui/common/row_delegate.h"
#include "ui/common/widgets.h"
#include "ui/project/project_edits.h"

#include <QAction>
#include <QDropEvent>
#include <QHBoxLayout>
#include <QMenu>
#include <QShortcut>
#include <QTreeView>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

using Kind = ProjectItem::Kind;

constexpr qsizetype mostDroppedFiles = 20;

bool canBeChanged(const ProjectItem &item)
{
    return item.kind == Kind::Agent || item.kind == Kind::Workflow;
}

} // namespace

ProjectTree::ProjectTree(const Theme *theme, ProjectDocument *document, const QString &agentMimeType,
                         const QList<QAction *> &newActions, QWidget *parent)
    : QWidget(parent), m_document(document), m_model(new ProjectTreeModel(theme, agentMimeType, this)),
      m_view(new QTreeView(this)), m_newActions(newActions)
{
    build(theme, newActions);
    connect(document, &ProjectDocument::reset, this, [this] {
        refresh();
        m_view->expand(m_model->index(0, 0));
        m_view->expand(m_model->index(1, 0));
    });
    connect(document, &ProjectDocument::changed, this, &ProjectTree::refresh);
    connect(m_model, &ProjectTreeModel::renameRequested, this, &ProjectTree::applyRename);
    connect(m_view, &QTreeView::customContextMenuRequested, this, &ProjectTree::showMenu);
    connect(m_view, &QTreeView::clicked, this, [this](const QModelIndex &index) {
        if (const ProjectItem item = m_model->item(index); item.kind != Kind::None)
            Q_EMIT activated(item);
        else
            m_view->setExpanded(index, !m_view->isExpanded(index));
    });
    connect(m_view, &QTreeView::activated, this, [this](const QModelIndex &index) {
        if (const ProjectItem item = m_model->item(index); item.kind != Kind::None)
            Q_EMIT activated(item);
    });
    auto *remove = new QShortcut(QKeySequence::Delete, m_view, nullptr, nullptr, Qt::WidgetShortcut);
    connect(remove, &QShortcut::activated, this, &ProjectTree::deleteCurrent);
    refresh();
    m_view->expand(m_model->index(0, 0));
    m_view->expand(m_model->index(1, 0));
}

void ProjectTree::build(const Theme *theme, const QList<QAction *> &newActions)
{
    m_view->setModel(m_model);
    setUpRows(m_view, theme);
    m_view->setHeaderHidden(true);
    m_view->setExpandsOnDoubleClick(false);
    m_view->setEditTriggers(QAbstractItemView::EditKeyPressed);
    m_view->setDragEnabled(true);
    m_view->setDragDropMode(QAbstractItemView::DragOnly);
    m_view->viewport()->setAcceptDrops(true); // of files: see eventFilter()
    m_view->viewport()->installEventFilter(this);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    m_view->setAccessibleName(tr("Project"));

    auto *add = new IconButton(theme, QStringLiteral("plus"), tr("New agent or workflow"), this);
    auto *menu = new QMenu(add);
    menu->addActions(newActions);
    add->setMenu(menu);
    add->setPopupMode(QToolButton::InstantPopup);

    auto *header = new QHBoxLayout;
    header->setContentsMargins(metric::Medium, metric::Small, metric::Tight, 0);
    header->addWidget(new SectionHeader(theme, tr("Project"), this), 1);
    header->addWidget(add);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(metric::Tight);
    column->addLayout(header);
    column->addWidget(m_view, 1);
}

void ProjectTree::refresh()
{
    m_model->setProject(m_document->project());
}

ProjectItem ProjectTree::current() const
{
    return m_model->item(m_view->currentIndex());
}

void ProjectTree::select(const ProjectItem &item)
{
    const QModelIndex index = m_model->indexOf(item);
    if (!index.isValid()) {
        m_view->clearSelection();
        return;
    }
    m_view->expand(index.parent());
    m_view->setCurrentIndex(index);
}

void ProjectTree::rename(const ProjectItem &item)
{
    select(item);
    m_view->edit(m_view->currentIndex());
}

void ProjectTree::renameCurrent()
{
    if (canBeChanged(current()))
        m_view->edit(m_view->currentIndex());
}

void ProjectTree::duplicateCurrent()
{
    const Project &project = m_document->project();
    const ProjectItem item = current();
    if (const Agent *agent = item.kind == Kind::Agent ? project.agent(item.name) : nullptr)
        perform(AddAgent{duplicateOf(project, *agent)});
    else if (const Workflow *workflow = item.kind == Kind::Workflow ? project.workflow(item.name) : nullptr)
        perform(AddWorkflow{duplicateOf(project, *workflow)});
}

void ProjectTree::deleteCurrent()
{
    const ProjectItem item = current();
    if (item.kind == Kind::Agent)
        perform(RemoveAgent{item.name});
    else if (item.kind == Kind::Workflow)
        perform(RemoveWorkflow{item.name});
}

bool ProjectTree::perform(const Edit &edit)
{
    const Result<void> done = m_document->perform(edit);
    if (!done)
        Q_EMIT editRefused(done.error().message);
    return done.has_value();
}

bool ProjectTree::eventFilter(QObject *watched, QEvent *event)
{
    const bool isDrag = event->type() == QEvent::DragEnter || event->type() == QEvent::DragMove ||
                        event->type() == QEvent::Drop;
    if (!isDrag)
        return QWidget::eventFilter(watched, event);
    auto *drop = static_cast<QDropEvent *>(event); // what the other two derive from
    const auto files = localFiles(drop->mimeData());
    if (files.isEmpty())
        return QWidget::eventFilter(watched, event);
    drop->setDropAction(Qt::CopyAction); // never a move: the file stays where it is
    drop->accept();
    if (event->type() == QEvent::Drop)
        addFiles(files);
    return true;
}

void ProjectTree::addFiles(const QStringList &paths)
{
    for (const auto &path : paths.first(qMin(paths.size(), mostDroppedFiles))) {
        const auto part = partFromFile(m_document->project(), path);
        if (!part) {
            Q_EMIT editRefused(part.error().message);
            continue;
        }
        if (perform(part->edit))
            select(part->agent.isEmpty() ? ProjectItem{Kind::Workflow, part->workflow}
                                         : ProjectItem{Kind::Agent, part->agent});
    }
}

void ProjectTree::applyRename(const ProjectItem &item, const QString &text)
{
    const Project &project = m_document->project();
    if (const Agent *agent = item.kind == Kind::Agent ? project.agent(item.name) : nullptr)
        perform(renamedAgent(*agent, text));
    else if (const Workflow *workflow = item.kind == Kind::Workflow ? project.workflow(item.name) : nullptr)
        perform(retitledWorkflow(*workflow, text));
}

void ProjectTree::showMenu(const QPoint &position)
{
    const QModelIndex index = m_view->indexAt(position);
    if (index.isValid())
        m_view->setCurrentIndex(index);
    const ProjectItem item = m_model->item(index);
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    addItemActions(*menu, item);
    menu->addActions(m_newActions);
    menu->popup(m_view->viewport()->mapToGlobal(position));
}

void ProjectTree::addItemActions(QMenu &menu, const ProjectItem &item)
{
    if (!canBeChanged(item))
        return;
    menu.addAction(tr("Open"), this, [this, item] { Q_EMIT activated(item); });
    if (item.kind == Kind::Agent)
        menu.addAction(tr("Chat with %1").arg(QString(item.name).replace(u'&', QStringLiteral("&&"))), this,
                       [this, item] { Q_EMIT chatRequested(item.name); });
    else
        menu.addAction(tr("Run"), this, [this, item] { Q_EMIT runRequested(item.name); });
    menu.addSeparator();
    menu.addAction(tr("Rename"), this, &ProjectTree::renameCurrent)->setShortcut(Qt::Key_F2);
    menu.addAction(tr("Duplicate"), this, &ProjectTree::duplicateCurrent);
    menu.addAction(tr("Delete"), this, &ProjectTree::deleteCurrent)->setShortcut(QKeySequence::Delete);
    menu.addSeparator();
}

} // namespace glasshouse::ui
