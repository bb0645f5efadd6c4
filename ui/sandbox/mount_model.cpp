#include "ui/sandbox/mount_model.h"

#include "ui/common/visible_text.h"
#include "ui/sandbox/folder_scout.h"

#include <QLocale>

namespace glasshouse::ui {

namespace {

struct StateLook
{
    QString icon;
    ColorRole color;
    QString word;
};

StateLook lookOf(const CheckedMount &mount)
{
    switch (mount.verdict) {
    case MountVerdict::Open:
        return mount.isOutside
                   ? StateLook{QStringLiteral("folder-symlink"), ColorRole::Waiting,
                               MountModel::tr("open, outside")}
                   : StateLook{QStringLiteral("circle-check"), ColorRole::Done, MountModel::tr("open")};
    case MountVerdict::NeedsConsent:
        return {QStringLiteral("lock"), ColorRole::Waiting, MountModel::tr("needs your permission")};
    case MountVerdict::HoldsProject:
        return {QStringLiteral("circle-x"), ColorRole::Failed, MountModel::tr("refused: own files")};
    case MountVerdict::Missing:
        break;
    }
    return {QStringLiteral("circle-x"), ColorRole::Failed, MountModel::tr("no such folder")};
}

} // namespace

MountModel::MountModel(const Theme *theme, QObject *parent) : QAbstractTableModel(parent), m_theme(theme) {}

void MountModel::setAccess(const SandboxAccess &access, const QVector<FolderConsent> &consents)
{
    QVector<CheckedMount> checked;
    for (const FolderMount &mount : access.mounts)
        checked.append(checkMount(mount, access.folder, consents));
    beginResetModel();
    m_access = access;
    m_consents = consents;
    m_checked = checked;
    endResetModel();
}

CheckedMount MountModel::check(const FolderMount &mount) const
{
    return checkMount(mount, m_access.folder, m_consents);
}

void MountModel::setQuota(const sandbox::Quota &quota)
{
    m_quota = quota;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, State), index(rowCount() - 1, State));
}

void MountModel::setUsage(const QString &folder, const std::optional<sandbox::TreeUsage> &usage)
{
    m_usage.insert(folder, usage);
    for (int row = 0; row < rowCount(); ++row) {
        if (checked(row).folder == folder)
            Q_EMIT dataChanged(index(row, State), index(row, State));
    }
}

const sandbox::TreeUsage *MountModel::usage(int row) const
{
    const auto found = m_usage.constFind(checked(row).folder);
    return found != m_usage.constEnd() && found->has_value() ? &**found : nullptr;
}

QString MountModel::usageText(int row) const
{
    const sandbox::TreeUsage *used = usage(row);
    if (!used || checked(row).verdict != MountVerdict::Open)
        return {};
    const QString bytes = sizeText(qint64(used->bytes));
    if (mount(row).writable && m_quota.bytes > 0)
        return tr("%1 of %2").arg(bytes, sizeText(qint64(m_quota.bytes)));
    return used->files > FolderScout::MostCounted ? tr("over %1").arg(bytes) : bytes;
}

QString MountModel::usageFacts(int row) const
{
    const sandbox::TreeUsage *used = usage(row);
    if (!used)
        return {};
    const QLocale locale;
    if (used->files > FolderScout::MostCounted)
        return tr("More than %1 files and folders").arg(locale.toString(FolderScout::MostCounted));
    const QString files = locale.toString(qulonglong(used->files));
    if (mount(row).writable && m_quota.files > 0)
        return tr("%1 of %2 files and folders").arg(files, locale.toString(m_quota.files));
    return tr("%1 files and folders").arg(files);
}

bool MountModel::isNearlyFull(int row) const
{
    const auto isNear = [](quint64 used, quint64 limit) { return limit > 0 && used >= limit - limit / 10; };
    const sandbox::TreeUsage *used = usage(row);
    return used && mount(row).writable &&
           (isNear(used->bytes, m_quota.bytes) || isNear(used->files, m_quota.files));
}

int MountModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_checked.size());
}

int MountModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString MountModel::textAt(int row, int column) const
{
    switch (column) {
    case Folder:
        return visibleLine(mount(row).host);
    case Place:
        return visibleLine(mount(row).guest);
    case Access:
        return {}; // a box to check
    default:
        return stateText(row);
    }
}

QString MountModel::stateText(int row) const
{
    const QString used = usageText(row);
    if (used.isEmpty())
        return lookOf(checked(row)).word;
    return checked(row).isOutside ? tr("outside, %1").arg(used) : tr("open, %1").arg(used);
}

QVariant MountModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const int row = index.row();
    const int column = index.column();
    const bool isStateIcon = role == Qt::DecorationRole && column == State;
    if (role == Qt::DisplayRole)
        return textAt(row, column);
    if (role == Qt::EditRole && column == Place)
        return mount(row).guest;
    if (role == Qt::CheckStateRole && column == Access)
        return mount(row).writable ? Qt::Checked : Qt::Unchecked;
    if (isStateIcon) {
        const StateLook look = lookOf(checked(row));
        return m_theme->icon(look.icon, look.color);
    }
    if (role == Qt::AccessibleTextRole && column == Access)
        return mount(row).writable ? tr("writable") : tr("read only");
    if (role == Qt::DecorationRole && column == Folder)
        return m_theme->icon(u"folder");
    if (role == Qt::ForegroundRole && column == State && isNearlyFull(row))
        return m_theme->color(ColorRole::Waiting);
    if (role == Qt::ToolTipRole && column == State && usage(row))
        return usageFacts(row);
    if (role == Qt::ToolTipRole) {
        const CheckedMount &found = checked(row);
        return plainToolTip(found.sentence.isEmpty() ? found.folder : found.sentence);
    }
    return {};
}

QVariant MountModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole || orientation != Qt::Horizontal)
        return {};
    const QString titles[] = {tr("Folder"), tr("In the sandbox"), tr("Writable"), tr("State")};
    return titles[section];
}

Qt::ItemFlags MountModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (index.column() == Place)
        flags |= Qt::ItemIsEditable;
    if (index.column() == Access)
        flags |= Qt::ItemIsUserCheckable;
    return flags;
}

// What is asked for is done by an edit of the project, and comes back with setAccess().
bool MountModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role == Qt::EditRole && index.column() == Place && value.toString() != mount(index.row()).guest)
        Q_EMIT placeEdited(index.row(), value.toString().trimmed());
    else if (role == Qt::CheckStateRole && index.column() == Access)
        Q_EMIT writableToggled(index.row(), value.toInt() == Qt::Checked);
    return false;
}

} // namespace glasshouse::ui
