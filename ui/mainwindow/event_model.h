// The events of one run as a table: when, what, where, and the gist in words.
#pragma once

#include "core/trace/event.h"
#include "ui/common/theme.h"

#include <QAbstractTableModel>
#include <QVector>

namespace glasshouse::ui {

class EventModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Time, What, Where, Gist, ColumnCount };

    explicit EventModel(const Theme *theme, QObject *parent = nullptr);

    void setEvents(const QVector<trace::Event> &events);
    // Streamed text is one row that grows, not one per fragment.
    void append(const trace::Event &event);
    [[nodiscard]] const trace::Event *eventAt(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] bool continuesLast(const trace::Event &event) const;

    const Theme *m_theme;
    QVector<trace::Event> m_events;
};

// "run_started" -> "Run started"; an unknown type is shown as it is.
[[nodiscard]] QString eventTitle(const QString &type);
// One line about what the event says: a tool's name, an error, the start of a text.
[[nodiscard]] QString eventGist(const trace::Event &event);

} // namespace glasshouse::ui
