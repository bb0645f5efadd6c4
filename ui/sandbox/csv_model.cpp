#include "ui/sandbox/csv_model.h"

namespace glasshouse::ui {

CsvModel::CsvModel(const QString &path, QObject *parent) : QAbstractTableModel(parent), m_parser(path)
{
    const QVector<QStringList> header = m_parser.readRows(1);
    if (!header.isEmpty())
        m_header = header.constFirst();
    m_rows = m_parser.readRows(RowsPerFetch);
}

int CsvModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int CsvModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_header.size());
}

QVariant CsvModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || (role != Qt::DisplayRole && role != Qt::TextAlignmentRole))
        return {};
    const QString cell = m_rows.at(index.row()).value(index.column());
    if (role == Qt::DisplayRole)
        return cell;
    bool isNumber = false;
    cell.toDouble(&isNumber);
    return int((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
}

QVariant CsvModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole)
        return {};
    return orientation == Qt::Horizontal ? QVariant(m_header.value(section)) : QVariant(section + 1);
}

bool CsvModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && !m_parser.atEnd();
}

void CsvModel::fetchMore(const QModelIndex &parent)
{
    if (parent.isValid())
        return;
    const QVector<QStringList> more = m_parser.readRows(RowsPerFetch);
    if (more.isEmpty())
        return;
    beginInsertRows({}, int(m_rows.size()), int(m_rows.size() + more.size()) - 1);
    m_rows += more;
    endInsertRows();
}

bool CsvOrder::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const QString a = left.data().toString();
    const QString b = right.data().toString();
    bool aIsNumber = false;
    bool bIsNumber = false;
    const double x = a.toDouble(&aIsNumber);
    const double y = b.toDouble(&bIsNumber);
    if (aIsNumber && bIsNumber)
        return x < y;
    return aIsNumber == bIsNumber ? QString::localeAwareCompare(a, b) < 0 : aIsNumber;
}

} // namespace glasshouse::ui
