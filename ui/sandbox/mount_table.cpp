#include "ui/sandbox/mount_table.h"

#include "ui/common/dropped_file.h"
#include "ui/common/table_style.h"
#include "ui/common/visible_text.h"
#include "ui/common/widgets.h"
#include "ui/sandbox/folder_scout.h"
#include "ui/sandbox/mount_dialog.h"
#include "ui/sandbox/mount_model.h"

#include <QDropEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QShortcut>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace glasshouse::ui {

namespace {

constexpr int columnWidths[] = {0, 108, 72, 150}; // the folder takes what is left

// The end of a path says more than its beginning.
class PathDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        option->textElideMode = Qt::ElideLeft;
    }
};

QStringList droppedFolders(const QMimeData *data)
{
    QStringList folders = localFiles(data);
    folders.removeIf([](const QString &path) { return !QFileInfo(path).isDir(); });
    return folders;
}

} // namespace

MountTable::MountTable(const Theme *theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_model(new MountModel(theme, this)), m_table(new QTableView(this)),
      m_empty(new ToneLabel(
          theme, ColorRole::TextDim,
          tr("Nothing of this machine is mounted: code sees none of your files. Drop a folder here, "
             "or add one."),
          this)),
      m_add(new IconButton(theme, QStringLiteral("folder-plus"), tr("Add a folder"), this)),
      m_remove(
          new IconButton(theme, QStringLiteral("trash-2"), tr("Remove the folder from the sandbox"), this)),
      m_allow(new IconButton(theme, QStringLiteral("lock-open"), tr("Allow this project to open the folder"),
                             this)),
      m_scout(new FolderScout(this))
{
    build();
    connect(m_scout, &FolderScout::measured, this,
            [this](const QString &folder, const std::optional<sandbox::TreeUsage> &usage) {
                m_measured.remove(folder);
                m_model->setUsage(folder, usage);
            });
    connect(m_add, &QToolButton::clicked, this, [this] { addFolder(); });
    connect(m_remove, &QToolButton::clicked, this, &MountTable::removeCurrent);
    connect(m_allow, &QToolButton::clicked, this, &MountTable::allowCurrent);
    connect(m_model, &MountModel::placeEdited, this, &MountTable::setPlace);
    connect(m_model, &MountModel::writableToggled, this, &MountTable::setWritable);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &MountTable::refreshButtons);
    connect(new QShortcut(QKeySequence::Delete, m_table, nullptr, nullptr, Qt::WidgetShortcut),
            &QShortcut::activated, this, &MountTable::removeCurrent);
    setAccess({}, {});
}

void MountTable::build()
{
    setAcceptDrops(true);
    m_table->setModel(m_model);
    setUpTable(m_table);
    m_table->setAccessibleName(tr("Folders of this machine in the sandbox"));
    m_table->viewport()->setAcceptDrops(true);
    m_table->viewport()->installEventFilter(this);
    for (int column = MountModel::Place; column < MountModel::ColumnCount; ++column)
        m_table->setColumnWidth(column, columnWidths[column]);
    m_table->horizontalHeader()->setStretchLastSection(false);
    m_table->horizontalHeader()->setSectionResizeMode(MountModel::Folder, QHeaderView::Stretch);
    m_table->setItemDelegateForColumn(MountModel::Folder, new PathDelegate(m_table));
    m_empty->setWordWrap(true);
    m_add->setObjectName(QStringLiteral("addMount"));
    m_remove->setObjectName(QStringLiteral("removeMount"));
    m_allow->setObjectName(QStringLiteral("allowMount"));
    auto *head = new QHBoxLayout;
    head->setSpacing(2);
    head->addWidget(new SectionHeader(m_theme, tr("FOLDERS OF THIS MACHINE"), this), 1);
    for (IconButton *button : {m_allow, m_remove, m_add})
        head->addWidget(button);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(metric::Tight);
    column->addLayout(head);
    column->addWidget(m_empty);
    column->addWidget(m_table, 1);
    column->addStretch();
}

void MountTable::setAccess(const SandboxAccess &access, const QVector<FolderConsent> &consents)
{
    const int row = currentRow();
    m_model->setAccess(access, consents);
    m_table->setVisible(!access.mounts.isEmpty());
    m_empty->setVisible(access.mounts.isEmpty());
    if (row >= 0 && m_model->rowCount() > 0)
        m_table->selectRow(std::min(row, m_model->rowCount() - 1));
    refreshButtons();
    measure();
}

void MountTable::setQuota(const sandbox::Quota &quota)
{
    m_model->setQuota(quota);
}

// A folder that is just being measured is not measured again: a large one takes longer than a call.
void MountTable::measure()
{
    for (int row = 0; isVisible() && row < m_model->rowCount(); ++row) {
        const CheckedMount &checked = m_model->checked(row);
        if (checked.verdict != MountVerdict::Open || m_measured.contains(checked.folder))
            continue;
        m_measured.insert(checked.folder);
        m_scout->measure(checked.folder);
    }
}

void MountTable::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    measure();
}

int MountTable::currentRow() const
{
    const QModelIndex current = m_table->currentIndex();
    return current.isValid() && current.row() < m_model->rowCount() ? current.row() : -1;
}

void MountTable::refreshButtons()
{
    const int row = currentRow();
    m_remove->setEnabled(row >= 0);
    m_remove->setToolTip(row >= 0 ? tr("Remove the folder from the sandbox, at once")
                                  : tr("Choose a folder first"));
    const bool needsConsent = row >= 0 && m_model->checked(row).verdict == MountVerdict::NeedsConsent;
    m_allow->setEnabled(needsConsent);
    m_allow->setToolTip(needsConsent ? tr("Allow this project to open the folder...")
                                     : tr("The chosen folder needs no permission"));
}

void MountTable::addFolder(const QString &folder)
{
    auto *dialog = new MountDialog(m_theme, m_model->mounts(), m_model->project(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (!folder.isEmpty())
        dialog->setFolder(folder);
    connect(dialog, &MountDialog::chosen, this,
            [this](const FolderMount &mount, const QString &path, bool isOutside) {
                if (isOutside)
                    Q_EMIT consentGiven(path, mount.writable);
                Q_EMIT mountsEdited(m_model->mounts() + QVector<FolderMount>{mount});
            });
    dialog->open();
}

void MountTable::removeCurrent()
{
    QVector<FolderMount> mounts = m_model->mounts();
    if (const int row = currentRow(); row >= 0) {
        mounts.removeAt(row);
        Q_EMIT mountsEdited(mounts);
    }
}

void MountTable::allowCurrent()
{
    const int row = currentRow();
    if (row < 0 || m_model->checked(row).verdict != MountVerdict::NeedsConsent)
        return;
    const CheckedMount checked = m_model->checked(row);
    const bool writable = m_model->mount(row).writable;
    askForConsent(this, checked, writable,
                  [this, checked, writable] { Q_EMIT consentGiven(checked.folder, writable); });
}

void MountTable::setPlace(int row, const QString &place)
{
    FolderMount mount = m_model->mount(row);
    mount.guest = place;
    if (const auto why = whyNotAGuestPath(place))
        Q_EMIT editRefused(*why);
    else
        replace(row, mount);
}

void MountTable::setWritable(int row, bool writable)
{
    FolderMount mount = m_model->mount(row);
    mount.writable = writable;
    const CheckedMount checked = m_model->check(mount);
    if (checked.verdict == MountVerdict::HoldsProject)
        Q_EMIT editRefused(checked.sentence);
    else if (checked.verdict == MountVerdict::NeedsConsent && writable)
        askForConsent(this, checked, true, [this, row, mount, checked] {
            Q_EMIT consentGiven(checked.folder, true);
            replace(row, mount);
        });
    else
        replace(row, mount);
}

void MountTable::replace(int row, const FolderMount &mount)
{
    QVector<FolderMount> mounts = m_model->mounts();
    if (row >= mounts.size())
        return; // the project changed while the question was open
    mounts[row] = mount;
    if (const auto why = whyNotTogether(mounts))
        Q_EMIT editRefused(*why);
    else
        Q_EMIT mountsEdited(mounts);
}

void MountTable::dragEnterEvent(QDragEnterEvent *event)
{
    handleDrag(event);
}

void MountTable::dropEvent(QDropEvent *event)
{
    handleDrag(event);
}

bool MountTable::eventFilter(QObject *watched, QEvent *event)
{
    return handleDrag(event) || QWidget::eventFilter(watched, event);
}

bool MountTable::handleDrag(QEvent *event)
{
    const bool isDrag = event->type() == QEvent::DragEnter || event->type() == QEvent::DragMove ||
                        event->type() == QEvent::Drop;
    if (!isDrag)
        return false;
    auto *drop = static_cast<QDropEvent *>(event); // what the other two derive from
    const QStringList folders = droppedFolders(drop->mimeData());
    if (folders.isEmpty())
        return false;
    drop->setDropAction(Qt::CopyAction); // never a move: the folder stays where it is
    drop->accept();
    if (event->type() == QEvent::Drop)
        addFolder(folders.first());
    return true;
}

} // namespace glasshouse::ui
