// A CSV file as a table: the first 10,000 rows at once, more when the view asks.
#pragma once

#include "ui/sandbox/csv_parser.h"

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>

namespace glasshouse::ui {

class CsvModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    static constexpr int RowsPerFetch = 10'000;

    explicit CsvModel(const QString &path, QObject *parent = nullptr);

    [[nodiscard]] bool isOpen() const { return m_parser.isOpen(); }
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

private:
    CsvParser m_parser;
    QStringList m_header;
    QVector<QStringList> m_rows;
};

// Numbers by value, everything else by text; numbers first.
class CsvOrder : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

protected:
    [[nodiscard]] bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;
};

} // namespace glasshouse::ui
