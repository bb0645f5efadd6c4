// What code did with the files of mounts, one row each, the newest last; bounded.
#pragma once

#include "ui/sandbox/file_words.h"

#include <QAbstractTableModel>

namespace glasshouse::ui {

class FileAuditModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Time, What, Path, Who, Problem, ColumnCount };
    static constexpr int MostRows = 5'000;

    explicit FileAuditModel(const Theme *theme, QObject *parent = nullptr);

    void add(const QVector<SeenTouch> &touches);
    void clear();
    void setRefusedOnly(bool refusedOnly);
    [[nodiscard]] int refusedCount() const { return m_refused; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString textAt(const SeenTouch &seen, int column) const;
    void rebuild();

    const Theme *m_theme;
    QVector<SeenTouch> m_all;
    QVector<SeenTouch> m_shown; // what the filter lets through
    int m_refused = 0;
    bool m_refusedOnly = false;
};

} // namespace glasshouse::ui
