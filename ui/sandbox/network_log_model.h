// The requests of a thread's sandbox as a table, newest last. Bounded; what comes in a burst is shown at
// once.
#pragma once

#include "core/trace/event.h"
#include "core/trace/network_request.h"
#include "ui/common/theme.h"

#include <QAbstractTableModel>
#include <QTimer>
#include <QVector>

namespace glasshouse::ui {

class NetworkLogModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Time, Verdict, Allow, Method, Url, Reason, Status, Bytes, Duration, ColumnCount };

    static constexpr int MostRows = 5'000; // the oldest go first

    explicit NetworkLogModel(const Theme *theme, QObject *parent = nullptr);

    void clear();
    // A request that is there already is replaced.
    void add(const trace::NetworkRequest &request);
    void flush(); // does not wait for the burst to end

    [[nodiscard]] const trace::NetworkRequest *requestAt(int row) const;
    [[nodiscard]] int deniedCount() const { return m_denied; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void changed(); // after a burst

private:
    [[nodiscard]] int rowOf(const QString &id) const; // -1 if it is not there
    void replace(int row, const trace::NetworkRequest &request);
    void append(const QVector<trace::NetworkRequest> &requests);
    void dropOldest(int count);

    const Theme *m_theme;
    QVector<trace::NetworkRequest> m_rows;
    QHash<QString, qint64> m_numbers; // by id; the first row has m_firstNumber
    qint64 m_firstNumber = 0;
    int m_denied = 0;
    QVector<trace::NetworkRequest> m_waiting;
    QTimer m_burst;
};

// Denied, failed and allowed, as words that are always shown with their icon and colour.
struct VerdictLook
{
    QString word;
    QString icon;
    ColorRole color;
};

[[nodiscard]] VerdictLook verdictLook(const trace::NetworkRequest &request);
[[nodiscard]] QString reasonText(const trace::NetworkRequest &request); // "not listed"
// Tab-separated, for the clipboard.
[[nodiscard]] QString requestLine(const trace::NetworkRequest &request);

} // namespace glasshouse::ui
