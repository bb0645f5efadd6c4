// The threads as list rows: pinned first, then the newest.
#pragma once

#include "core/model/thread.h"
#include "ui/common/theme.h"

#include <QAbstractListModel>
#include <QSortFilterProxyModel>
#include <QVector>

namespace glasshouse::ui {

// "now", "12 min", "3 h", "yesterday", "12 Nov"
[[nodiscard]] QString ageText(qint64 thenMs, qint64 nowMs);

class ThreadModel : public QAbstractListModel
{
    Q_OBJECT

public:
    explicit ThreadModel(const Theme *theme, QObject *parent = nullptr);

    void setThreads(const QVector<Thread> &threads);
    void refreshAges();
    [[nodiscard]] const Thread &thread(int row) const { return m_threads.at(row); }
    [[nodiscard]] QModelIndex find(const QString &id) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;

Q_SIGNALS:
    void renamed(const QString &id, const QString &title);

private:
    [[nodiscard]] QIcon iconOf(const Thread &thread) const;

    const Theme *m_theme;
    QVector<Thread> m_threads;
};

class ThreadOrder : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

protected:
    [[nodiscard]] bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;
};

} // namespace glasshouse::ui
