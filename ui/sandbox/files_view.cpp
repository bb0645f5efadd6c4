#include "ui/sandbox/files_view.h"

#include "ui/common/table_style.h"
#include "ui/common/visible_text.h"
#include "ui/common/widgets.h"
#include "ui/sandbox/file_audit_model.h"
#include "ui/sandbox/file_tree_model.h"
#include "ui/sandbox/folder_scout.h"
#include "ui/sandbox/glass_tab.h"
#include "ui/sandbox/mount_table.h"

#include <QButtonGroup>
#include <QDir>
#include <QDropEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QMimeDatabase>
#include <QScrollBar>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QTreeView>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace type = trace::event_type;

namespace {

constexpr int BatchMs = 50;
constexpr int MostWaiting = 5'000; // shown one by one; a flood beyond it is counted
constexpr int auditWidths[] = {76, 140, 130, 70};
constexpr int treeWidths[] = {0, 132, 76, 68}; // the name takes what is left

QVBoxLayout *pane(QWidget *widget)
{
    auto *layout = new QVBoxLayout(widget);
    layout->setContentsMargins(metric::Medium, metric::Small, metric::Small, metric::Small);
    layout->setSpacing(metric::Tight);
    return layout;
}

} // namespace

FilesView::FilesView(const Theme *theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_mounts(new MountTable(theme, this)),
      m_treeModel(new FileTreeModel(theme, this)), m_sorted(new QSortFilterProxyModel(this)),
      m_auditModel(new FileAuditModel(theme, this)), m_tree(new QTreeView(this)),
      m_audit(new QTableView(this)), m_refusedOnly(new QToolButton(this)),
      m_counts(new ToneLabel(theme, ColorRole::TextFaint, {}, this)),
      m_quiet(new ToneLabel(
          theme, ColorRole::TextDim,
          tr("Code has not touched a file of this machine. What it reads, writes or is refused in the "
             "folders at the left appears here."),
          this)),
      m_scout(new FolderScout(this))
{
    build();
    m_batch.setSingleShot(true);
    m_batch.setInterval(BatchMs);
    connect(&m_batch, &QTimer::timeout, this, &FilesView::flush);
    connect(m_tree, &QTreeView::activated, this, &FilesView::openFile);
    connect(m_treeModel, &FileTreeModel::contentWanted, this, &FilesView::lookInto);
    connect(m_scout, &FolderScout::listed, this,
            [this](const QString &host, const QString &path, const sandbox::TreeListing &content) {
                showContent(host, path, &content);
            });
    connect(m_scout, &FolderScout::unlisted, this,
            [this](const QString &host, const QString &path) { showContent(host, path, nullptr); });
    connect(m_refusedOnly, &QToolButton::toggled, m_auditModel, &FileAuditModel::setRefusedOnly);
    refreshCounts();
}

void FilesView::build()
{
    setAcceptDrops(true);
    auto *left = new QWidget(this);
    pane(left)->addWidget(m_mounts);
    auto *parts = new QSplitter(Qt::Horizontal, this);
    parts->setChildrenCollapsible(false);
    parts->addWidget(left);
    parts->addWidget(buildActivity());
    parts->setSizes({450, 430});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(parts);
}

QWidget *FilesView::buildActivity()
{
    auto *box = new QWidget(this);
    auto *pages = new QStackedWidget(box);
    auto *choice = new QButtonGroup(box);
    auto *head = new QHBoxLayout;
    head->setSpacing(metric::Tight);
    const auto addPage = [&](const char *name, const QString &icon, const QString &text, QWidget *page) {
        auto *button = new GlassTab(m_theme, icon, text, box);
        button->setObjectName(QLatin1String(name));
        choice->addButton(button, pages->addWidget(page));
        head->addWidget(button);
    };
    buildTree();
    addPage("showTree", QStringLiteral("files"), tr("Files"), m_tree);
    addPage("showAccesses", QStringLiteral("list"), tr("Accesses"), buildAudit());
    choice->button(0)->setChecked(true);
    connect(choice, &QButtonGroup::idClicked, pages, &QStackedWidget::setCurrentIndex);
    head->addWidget(m_counts, 1);
    head->addWidget(m_refusedOnly);
    // Of the list only, so that turning it on shows the list.
    connect(m_refusedOnly, &QToolButton::clicked, choice->button(1), &QAbstractButton::click);
    auto *column = pane(box);
    column->addLayout(head);
    column->addWidget(pages, 1);
    return box;
}

void FilesView::buildTree()
{
    m_sorted->setSourceModel(m_treeModel);
    m_sorted->setSortRole(FileTreeModel::SortRole);
    m_sorted->sort(FileTreeModel::Name);
    m_tree->setModel(m_sorted);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setUniformRowHeights(true);
    m_tree->setExpandsOnDoubleClick(false);
    m_tree->setAccessibleName(tr("Files in the sandbox"));
    m_tree->header()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_tree->header()->setStretchLastSection(false);
    for (int column = FileTreeModel::Last; column < FileTreeModel::ColumnCount; ++column)
        m_tree->setColumnWidth(column, treeWidths[column]);
    m_tree->header()->setSectionResizeMode(FileTreeModel::Name, QHeaderView::Stretch);
}

QWidget *FilesView::buildAudit()
{
    auto *box = new QWidget(this);
    m_audit->setModel(m_auditModel);
    setUpTable(m_audit);
    m_audit->setAccessibleName(tr("What code did with files"));
    for (int column = 0; column < FileAuditModel::Problem; ++column)
        m_audit->setColumnWidth(column, auditWidths[column]);
    m_refusedOnly->setText(tr("Refused only"));
    m_refusedOnly->setObjectName(QStringLiteral("refusedOnly"));
    m_refusedOnly->setCheckable(true);
    m_refusedOnly->setToolTip(tr("Show only what was refused"));
    m_quiet->setWordWrap(true);
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins({});
    column->addWidget(m_quiet);
    column->addWidget(m_audit, 1);
    column->addStretch();
    return box;
}

void FilesView::setAccess(const SandboxAccess &access, const QVector<FolderConsent> &consents)
{
    m_access = access;
    m_consents = consents;
    m_mounts->setAccess(access, consents);
    m_hosts.clear();
    for (const FolderMount &mount : access.mounts) {
        const CheckedMount checked = checkMount(mount, access.folder, consents);
        if (checked.verdict == MountVerdict::Open)
            m_hosts.insert(QDir::cleanPath(mount.guest), checked.folder);
    }
    QStringList open = m_hosts.keys();
    open.sort();
    m_treeModel->setMounts(access.mounts, open);
    m_tree->expandToDepth(0);
}

void FilesView::lookInto(const QString &path)
{
    QString root;
    for (auto host = m_hosts.constBegin(); host != m_hosts.constEnd(); ++host) {
        const bool holds = path == host.key() || path.startsWith(host.key() + u'/');
        if (holds && host.key().size() > root.size())
            root = host.key();
    }
    if (!root.isEmpty())
        m_scout->list(m_hosts.value(root), path.mid(root.size() + 1));
}

void FilesView::showContent(const QString &host, const QString &path, const sandbox::TreeListing *content)
{
    for (const QString &root : m_hosts.keys(host)) {
        const QString place = path.isEmpty() ? root : root + u'/' + path;
        if (content)
            m_treeModel->setContent(place, *content);
        else
            m_treeModel->setUnreadable(place);
    }
}

void FilesView::lookAgain()
{
    if (!isVisible() || !std::exchange(m_isOutdated, false))
        return;
    m_treeModel->lookAgain();
    m_mounts->measure();
}

void FilesView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    lookAgain();
}

void FilesView::setArtifacts(const QVector<Artifact> &artifacts)
{
    m_treeModel->setArtifacts(artifacts);
    m_tree->expandToDepth(0);
}

void FilesView::clear()
{
    m_waiting.clear();
    m_leftOut = 0;
    m_agents.clear();
    m_treeModel->clear();
    m_auditModel->clear();
    m_tree->expandToDepth(0);
    refreshCounts();
}

void FilesView::applyEvent(const trace::Event &event)
{
    if (event.type == type::RunStarted)
        m_agents.insert(event.run, event.data.value(QLatin1String("name")).toString());
    if (event.type == type::ExecFinished) {
        m_isOutdated = true;
        m_batch.start();
    }
    if (event.type != type::FilesAccessed)
        return;
    if (const auto accessed = trace::FilesAccessed::fromJson(event.data))
        add(*accessed, event.node.isEmpty() ? m_agents.value(event.run) : event.node);
}

void FilesView::add(const trace::FilesAccessed &accessed, const QString &who)
{
    m_leftOut += accessed.leftOut;
    for (const trace::FileTouch &touch : accessed.touches) {
        if (m_waiting.size() < MostWaiting)
            m_waiting.append({touch, who});
        else
            m_leftOut += touch.times;
    }
    if (!m_batch.isActive())
        m_batch.start();
}

void FilesView::flush()
{
    const QVector<SeenTouch> touches = std::exchange(m_waiting, {});
    QScrollBar *bar = m_audit->verticalScrollBar();
    const bool follows = bar->value() >= bar->maximum() - 1;
    m_treeModel->add(touches);
    m_auditModel->add(touches);
    if (follows)
        m_audit->scrollToBottom();
    refreshCounts();
    lookAgain();
}

void FilesView::refreshCounts()
{
    const int refused = m_auditModel->refusedCount();
    QStringList parts;
    if (refused > 0)
        parts << tr("%1 refused").arg(QLocale().toString(refused));
    if (m_leftOut > 0)
        parts << tr("%1 more were not kept").arg(QLocale().toString(m_leftOut));
    if (m_treeModel->leftOut() > 0)
        parts << tr("the tree is full");
    m_counts->setText(parts.join(QStringLiteral(", ")));
    m_counts->setRole(refused > 0 ? ColorRole::Failed : ColorRole::TextFaint);
    const bool isQuiet = m_auditModel->rowCount() == 0 && !m_refusedOnly->isChecked();
    m_quiet->setVisible(isQuiet);
    m_audit->setVisible(!isQuiet);
}

// A file of a mount is the one that lies there now, of whichever folder the person has opened.
QString FilesView::hostFileOf(const QString &path) const
{
    for (const FolderMount &mount : m_access.mounts) {
        const QString place = QDir::cleanPath(mount.guest);
        const CheckedMount checked = checkMount(mount, m_access.folder, m_consents);
        if (!path.startsWith(place + u'/') || checked.verdict != MountVerdict::Open)
            continue;
        const QFileInfo file(checked.folder + path.mid(place.size()));
        const QString real = file.canonicalFilePath();
        if (file.isFile() && real.startsWith(checked.folder + u'/'))
            return real;
    }
    return {};
}

void FilesView::openFile(const QModelIndex &shown)
{
    const QModelIndex index = m_sorted->mapToSource(shown);
    if (const Artifact *artifact = m_treeModel->artifact(index)) {
        Q_EMIT activated(*artifact);
        return;
    }
    const QString host = hostFileOf(m_treeModel->path(index));
    if (host.isEmpty()) {
        m_tree->setExpanded(shown.siblingAtColumn(0), !m_tree->isExpanded(shown.siblingAtColumn(0)));
        return;
    }
    const QFileInfo info(host);
    // By name only: the content may come from code.
    const QString mime =
        QMimeDatabase().mimeTypeForFile(info.fileName(), QMimeDatabase::MatchExtension).name();
    Q_EMIT activated(
        {.name = info.fileName(), .path = host, .size = info.size(), .mime = mime, .sha256 = {}});
}

void FilesView::dragEnterEvent(QDragEnterEvent *event)
{
    m_mounts->handleDrag(event);
}

void FilesView::dropEvent(QDropEvent *event)
{
    m_mounts->handleDrag(event);
}

} // namespace glasshouse::ui
