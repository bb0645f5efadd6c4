#include "ui/mainwindow/event_model.h"

#include "core/base/json.h"
#include "ui/common/visible_text.h"

#include <QDateTime>
#include <QJsonArray>

namespace glasshouse::ui {

namespace {

constexpr int longestGist = 240;

struct EventLook
{
    QString icon;
    ColorRole color;
};

EventLook lookOf(const QString &type)
{
    if (type.endsWith(u"_failed") || type == trace::event_type::ArtifactRefused)
        return {QStringLiteral("circle-x"), ColorRole::Failed};
    if (type.startsWith(u"approval_") || type == trace::event_type::RunWaiting)
        return {QStringLiteral("user-check"), ColorRole::Waiting};
    if (type.startsWith(u"permission_"))
        return {QStringLiteral("globe-lock"), ColorRole::Waiting};
    if (type.startsWith(u"network_"))
        return {QStringLiteral("globe"), ColorRole::TextDim};
    if (type.startsWith(u"exec_"))
        return {QStringLiteral("terminal"), ColorRole::Running};
    if (type.startsWith(u"tool_"))
        return {QStringLiteral("wrench"), ColorRole::Accent};
    if (type.startsWith(u"model_") || type == trace::event_type::TextDelta)
        return {QStringLiteral("sparkles"), ColorRole::Queued};
    if (type == trace::event_type::FilesAccessed)
        return {QStringLiteral("files"), ColorRole::TextDim};
    if (type.startsWith(u"artifact_"))
        return {QStringLiteral("image"), ColorRole::Done};
    if (type.startsWith(u"node_") || type.startsWith(u"edge_") || type.startsWith(u"superstep_"))
        return {QStringLiteral("workflow"), ColorRole::TextDim};
    if (type == trace::event_type::MessageAdded)
        return {QStringLiteral("message-square"), ColorRole::TextDim};
    if (type == trace::event_type::CheckpointSaved)
        return {QStringLiteral("circle-dot"), ColorRole::TextDim};
    return {QStringLiteral("play"), ColorRole::TextDim};
}

QString firstText(const QJsonObject &data, std::initializer_list<QStringView> keys)
{
    for (const QStringView key : keys) {
        const QString text = data.value(key).toString();
        if (!text.isEmpty())
            return text;
    }
    return {};
}

QString filesGist(const QJsonArray &accesses)
{
    const QString first = accesses.first().toObject().value(u"path").toString();
    return accesses.size() < 2 ? first : EventModel::tr("%1 and %2 more").arg(first).arg(accesses.size() - 1);
}

} // namespace

QString eventTitle(const QString &type)
{
    QString title = type;
    title.replace(u'_', u' ');
    if (!title.isEmpty())
        title[0] = title[0].toUpper();
    return title;
}

QString eventGist(const trace::Event &event)
{
    const QJsonObject &data = event.data;
    QString text = firstText(data, {u"error", u"reason", u"text", u"tool", u"output", u"input", u"outcome",
                                    u"name", u"language", u"status", u"edge", u"agent", u"finish_reason"});
    if (event.type == trace::event_type::MessageAdded)
        text = data.value(u"message").toObject().value(u"text").toString();
    else if (event.type == trace::event_type::ApprovalDecided)
        text =
            EventModel::tr("%1 by %2").arg(data.value(u"decision").toString(), data.value(u"by").toString());
    else if (event.type == trace::event_type::NetworkRequest)
        text = QStringLiteral("%1 %2 %3")
                   .arg(data.value(u"verdict").toString(), data.value(u"method").toString(),
                        data.value(u"url").toString());
    else if (event.type == trace::event_type::PermissionRequested)
        text = QStringLiteral("%1 %2").arg(data.value(u"method").toString(), data.value(u"url").toString());
    else if (event.type == trace::event_type::PermissionDecided)
        text = data.value(u"decision").toString().replace(u'_', u' ');
    else if (event.type == trace::event_type::RunFinished)
        text = QStringLiteral("%1, %2").arg(data.value(u"status").toString(),
                                            data.value(u"stop_reason").toString());
    else if (event.type == trace::event_type::FilesAccessed)
        text = filesGist(data.value(u"accesses").toArray());
    else if (data.contains(u"step"))
        text = EventModel::tr("Step %1").arg(data.value(u"step").toInt());
    return visibleLine(text.left(longestGist).simplified(), longestGist);
}

EventModel::EventModel(const Theme *theme, QObject *parent) : QAbstractTableModel(parent), m_theme(theme) {}

void EventModel::setEvents(const QVector<trace::Event> &events)
{
    beginResetModel();
    m_events.clear();
    endResetModel();
    for (const trace::Event &event : events)
        append(event);
}

bool EventModel::continuesLast(const trace::Event &event) const
{
    if (m_events.isEmpty())
        return false;
    const trace::Event &last = m_events.last();
    const bool isStream =
        event.type == trace::event_type::TextDelta || event.type == trace::event_type::ExecOutput;
    return isStream && last.type == event.type && last.node == event.node &&
           last.data.value(u"call") == event.data.value(u"call") &&
           last.data.value(u"stream") == event.data.value(u"stream");
}

void EventModel::append(const trace::Event &event)
{
    const int row = int(m_events.size());
    if (continuesLast(event)) {
        QJsonObject &data = m_events.last().data;
        const QString text = data.value(u"text").toString() + event.data.value(u"text").toString();
        data.insert(u"text", text);
        Q_EMIT dataChanged(index(row - 1, Gist), index(row - 1, Gist));
        return;
    }
    beginInsertRows({}, row, row);
    m_events.append(event);
    endInsertRows();
}

const trace::Event *EventModel::eventAt(int row) const
{
    return row >= 0 && row < m_events.size() ? &m_events[row] : nullptr;
}

int EventModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_events.size());
}

int EventModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant EventModel::data(const QModelIndex &index, int role) const
{
    const trace::Event *event = eventAt(index.row());
    if (!event)
        return {};
    if (role == Qt::DecorationRole && index.column() == What) {
        const EventLook look = lookOf(event->type);
        return m_theme->icon(look.icon, look.color);
    }
    if (role == Qt::ForegroundRole && index.column() != What)
        return m_theme->color(index.column() == Gist ? ColorRole::TextDim : ColorRole::TextFaint);
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Time:
        return QDateTime::fromMSecsSinceEpoch(event->timeMs).toString(QStringLiteral("HH:mm:ss.zzz"));
    case What:
        return eventTitle(event->type);
    case Where:
        return event->occurrence > 1 ? QStringLiteral("%1 #%2").arg(event->node).arg(event->occurrence)
                                     : event->node;
    default:
        return eventGist(*event);
    }
}

QVariant EventModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Time:
        return tr("Time");
    case What:
        return tr("Event");
    case Where:
        return tr("Node");
    default:
        return tr("What it says");
    }
}

} // namespace glasshouse::ui
