#include "ui/chat/thread_model.h"

#include "ui/common/row_delegate.h"
#include "ui/common/visible_text.h"

#include <QDateTime>
#include <QLocale>

namespace glasshouse::ui {

QString ageText(qint64 thenMs, qint64 nowMs)
{
    const qint64 minutes = (nowMs - thenMs) / 60'000;
    if (minutes < 1)
        return ThreadModel::tr("now");
    if (minutes < 60)
        return ThreadModel::tr("%1 min").arg(minutes);
    const QDateTime then = QDateTime::fromMSecsSinceEpoch(thenMs);
    const qint64 days = then.date().daysTo(QDateTime::fromMSecsSinceEpoch(nowMs).date());
    if (days < 1 || minutes < 6 * 60)
        return ThreadModel::tr("%1 h").arg(minutes / 60);
    if (days == 1)
        return ThreadModel::tr("yesterday");
    return QLocale().toString(then.date(), QStringLiteral("d MMM"));
}

ThreadModel::ThreadModel(const Theme *theme, QObject *parent) : QAbstractListModel(parent), m_theme(theme) {}

void ThreadModel::setThreads(const QVector<Thread> &threads)
{
    if (threads == m_threads)
        return;
    beginResetModel();
    m_threads = threads;
    endResetModel();
}

void ThreadModel::refreshAges()
{
    if (!m_threads.isEmpty())
        Q_EMIT dataChanged(index(0), index(int(m_threads.size()) - 1), {row_role::Detail});
}

QModelIndex ThreadModel::find(const QString &id) const
{
    for (int row = 0; row < m_threads.size(); ++row)
        if (m_threads.at(row).id == id)
            return index(row);
    return {};
}

int ThreadModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_threads.size());
}

QIcon ThreadModel::iconOf(const Thread &thread) const
{
    if (thread.pinned)
        return m_theme->icon(u"pin", ColorRole::Accent);
    return m_theme->icon(thread.workflow.isEmpty() ? u"message-square" : u"workflow");
}

QVariant ThreadModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Thread &thread = m_threads.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return visibleLine(thread.title, 120);
    case Qt::EditRole:
        return thread.title;
    case Qt::DecorationRole:
        return iconOf(thread);
    case Qt::UserRole:
        return thread.id;
    case row_role::Detail:
        return ageText(thread.updatedMs, QDateTime::currentMSecsSinceEpoch());
    default:
        return {};
    }
}

bool ThreadModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    const QString title = value.toString().simplified();
    if (role != Qt::EditRole || !index.isValid() || title.isEmpty())
        return false;
    Thread &thread = m_threads[index.row()];
    if (thread.title == title)
        return true;
    thread.title = title;
    Q_EMIT dataChanged(index, index);
    Q_EMIT renamed(thread.id, title);
    return true;
}

Qt::ItemFlags ThreadModel::flags(const QModelIndex &index) const
{
    return QAbstractListModel::flags(index) | Qt::ItemIsEditable;
}

bool ThreadOrder::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const auto *model = static_cast<const ThreadModel *>(sourceModel());
    const Thread &a = model->thread(left.row());
    const Thread &b = model->thread(right.row());
    if (a.pinned != b.pinned)
        return a.pinned;
    return a.updatedMs > b.updatedMs;
}

} // namespace glasshouse::ui
