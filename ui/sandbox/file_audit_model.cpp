#include "ui/sandbox/file_audit_model.h"

#include "ui/common/visible_text.h"

#include <QDateTime>

#include <algorithm>

namespace glasshouse::ui {

FileAuditModel::FileAuditModel(const Theme *theme, QObject *parent)
    : QAbstractTableModel(parent), m_theme(theme)
{
}

void FileAuditModel::add(const QVector<SeenTouch> &touches)
{
    const auto isRefused = [](const SeenTouch &seen) { return seen.touch.isRefused(); };
    m_refused += int(std::count_if(touches.begin(), touches.end(), isRefused));
    m_all += touches;
    if (m_all.size() > MostRows) {
        m_all.remove(0, m_all.size() - MostRows * 3 / 4); // in large steps: each one rebuilds the view
        rebuild();
        return;
    }
    QVector<SeenTouch> fresh = touches;
    if (m_refusedOnly)
        fresh.removeIf([&](const SeenTouch &seen) { return !isRefused(seen); });
    if (fresh.isEmpty())
        return;
    beginInsertRows({}, int(m_shown.size()), int(m_shown.size() + fresh.size()) - 1);
    m_shown += fresh;
    endInsertRows();
}

void FileAuditModel::clear()
{
    m_all.clear();
    m_refused = 0;
    rebuild();
}

void FileAuditModel::setRefusedOnly(bool refusedOnly)
{
    m_refusedOnly = refusedOnly;
    rebuild();
}

void FileAuditModel::rebuild()
{
    beginResetModel();
    m_shown = m_all;
    if (m_refusedOnly)
        m_shown.removeIf([](const SeenTouch &seen) { return !seen.touch.isRefused(); });
    endResetModel();
}

int FileAuditModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_shown.size());
}

int FileAuditModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString FileAuditModel::textAt(const SeenTouch &seen, int column) const
{
    const trace::FileTouch &touch = seen.touch;
    const QString done = fileWords(touch).done;
    switch (column) {
    case Time:
        return QDateTime::fromMSecsSinceEpoch(touch.timeMs).time().toString(QStringLiteral("HH:mm:ss"));
    case What:
        return touch.times > 1 ? tr("%1, %2 times").arg(done).arg(touch.times) : done;
    case Path:
        return visibleLine(touch.newPath.isEmpty() ? touch.path
                                                   : tr("%1 to %2").arg(touch.path, touch.newPath));
    case Who:
        return visibleLine(seen.who, 80);
    default:
        return visibleLine(touch.problem);
    }
}

QVariant FileAuditModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const SeenTouch &seen = m_shown.at(index.row());
    if (role == Qt::DisplayRole)
        return textAt(seen, index.column());
    if (role == Qt::ToolTipRole)
        return plainToolTip(textAt(seen, seen.touch.isRefused() ? Problem : Path));
    if (role == Qt::DecorationRole && index.column() == What) {
        const FileWords words = fileWords(seen.touch);
        return m_theme->icon(words.icon, words.color);
    }
    if (role == Qt::ForegroundRole && index.column() == Time)
        return m_theme->color(ColorRole::TextFaint);
    if (role == Qt::ForegroundRole && seen.touch.isRefused())
        return m_theme->color(ColorRole::Failed);
    return {};
}

QVariant FileAuditModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole || orientation != Qt::Horizontal)
        return {};
    const QString titles[] = {tr("Time"), tr("What"), tr("File"), tr("By"), tr("Why not")};
    return titles[section];
}

} // namespace glasshouse::ui
