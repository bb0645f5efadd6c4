#include "ui/sandbox/network_log_model.h"

#include "ui/common/visible_text.h"
#include "ui/sandbox/network_rules.h"

#include <QDateTime>

#include <algorithm>

namespace glasshouse::ui {

using trace::NetworkRequest;

namespace {

constexpr int BurstMs = 50;
constexpr int longestUrl = 600; // the rest is in the tooltip

bool isDenied(const NetworkRequest &request)
{
    return request.verdict != u"allowed";
}

QString timeText(const NetworkRequest &request)
{
    return QDateTime::fromMSecsSinceEpoch(request.timeMs).toString(QStringLiteral("HH:mm:ss.zzz"));
}

QString statusText(const NetworkRequest &request)
{
    if (!request.isOver)
        return QStringLiteral("…");
    return request.status > 0 ? QString::number(request.status) : QString();
}

QString bytesText(const NetworkRequest &request)
{
    return request.isOver ? sizeText(request.bytesFromGuest + request.bytesToGuest) : QString();
}

bool canBeAllowed(const NetworkRequest &request)
{
    return request.rule && !whyNotForProjects(*request.rule);
}

QString cellText(const NetworkRequest &request, int column)
{
    switch (column) {
    case NetworkLogModel::Time:
        return timeText(request);
    case NetworkLogModel::Verdict:
        return verdictLook(request).word;
    case NetworkLogModel::Method:
        return visibleLine(request.method, 20);
    case NetworkLogModel::Url:
        return visibleLine(request.url, longestUrl);
    case NetworkLogModel::Reason:
        return reasonText(request);
    case NetworkLogModel::Status:
        return statusText(request);
    case NetworkLogModel::Bytes:
        return bytesText(request);
    case NetworkLogModel::Duration:
        return request.isOver ? durationText(request.durationMs) : QString();
    default:
        return canBeAllowed(request) ? NetworkLogModel::tr("Allow") : QString();
    }
}

QString toolTipOf(const NetworkRequest &request, int column)
{
    if (column == NetworkLogModel::Url)
        return plainToolTip(request.url, longestUrl * 2);
    if (column == NetworkLogModel::Allow && canBeAllowed(request))
        return plainToolTip(
            NetworkLogModel::tr("Adds %1 to the allow-list of the profile").arg(ruleText(*request.rule)));
    return plainToolTip(request.sentence);
}

} // namespace

VerdictLook verdictLook(const NetworkRequest &request)
{
    if (request.verdict == u"allowed")
        return {NetworkLogModel::tr("allowed"), QStringLiteral("circle-check"), ColorRole::Done};
    if (request.verdict == u"denied")
        return {NetworkLogModel::tr("denied"), QStringLiteral("ban"), ColorRole::Failed};
    return {NetworkLogModel::tr("failed"), QStringLiteral("triangle-alert"), ColorRole::Waiting};
}

QString reasonText(const NetworkRequest &request)
{
    return visibleLine(QString(request.reason).replace(u'_', u' '), 40);
}

QString requestLine(const NetworkRequest &request)
{
    QStringList cells;
    for (int column = NetworkLogModel::Time; column < NetworkLogModel::ColumnCount; ++column) {
        if (column == NetworkLogModel::Allow)
            continue;
        cells << (column == NetworkLogModel::Url ? visibleText(request.url) : cellText(request, column));
    }
    return cells.join(u'\t');
}

NetworkLogModel::NetworkLogModel(const Theme *theme, QObject *parent)
    : QAbstractTableModel(parent), m_theme(theme)
{
    m_burst.setSingleShot(true);
    m_burst.setInterval(BurstMs);
    connect(&m_burst, &QTimer::timeout, this, &NetworkLogModel::flush);
}

void NetworkLogModel::clear()
{
    m_burst.stop();
    beginResetModel();
    m_rows.clear();
    m_numbers.clear();
    m_waiting.clear();
    m_firstNumber = 0;
    m_denied = 0;
    endResetModel();
    Q_EMIT changed();
}

void NetworkLogModel::add(const NetworkRequest &request)
{
    m_waiting.append(request);
    if (m_waiting.size() > 2 * MostRows) // nobody sees more of a burst than fits
        m_waiting.remove(0, MostRows);
    if (!m_burst.isActive())
        m_burst.start();
}

void NetworkLogModel::flush()
{
    m_burst.stop();
    QVector<NetworkRequest> fresh;
    QHash<QString, qsizetype> inFresh;
    for (const NetworkRequest &request : std::exchange(m_waiting, {})) {
        if (const int row = rowOf(request.id); row >= 0) {
            replace(row, request);
        } else if (const auto known = inFresh.find(request.id); known != inFresh.end()) {
            fresh[*known] = request;
        } else {
            inFresh.insert(request.id, fresh.size());
            fresh.append(request);
        }
    }
    append(fresh);
    Q_EMIT changed();
}

int NetworkLogModel::rowOf(const QString &id) const
{
    const auto number = m_numbers.find(id);
    return number == m_numbers.end() ? -1 : int(*number - m_firstNumber);
}

// What is over stays over, whichever way the news of its beginning took.
void NetworkLogModel::replace(int row, const NetworkRequest &request)
{
    NetworkRequest &known = m_rows[row];
    if (known == request || (known.isOver && !request.isOver))
        return;
    m_denied += int(isDenied(request)) - int(isDenied(known));
    known = request;
    Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

void NetworkLogModel::append(const QVector<NetworkRequest> &requests)
{
    const qsizetype most = std::min<qsizetype>(requests.size(), MostRows);
    const QVector<NetworkRequest> shown = requests.last(most);
    if (shown.isEmpty())
        return;
    dropOldest(int(std::max<qsizetype>(0, m_rows.size() + shown.size() - MostRows)));
    beginInsertRows({}, int(m_rows.size()), int(m_rows.size() + shown.size()) - 1);
    for (const NetworkRequest &request : shown) {
        m_numbers.insert(request.id, m_firstNumber + m_rows.size());
        m_denied += int(isDenied(request));
        m_rows.append(request);
    }
    endInsertRows();
}

void NetworkLogModel::dropOldest(int count)
{
    if (count <= 0)
        return;
    beginRemoveRows({}, 0, count - 1);
    for (int row = 0; row < count; ++row) {
        m_numbers.remove(m_rows.at(row).id);
        m_denied -= int(isDenied(m_rows.at(row)));
    }
    m_rows.remove(0, count);
    m_firstNumber += count;
    endRemoveRows();
}

const NetworkRequest *NetworkLogModel::requestAt(int row) const
{
    return row >= 0 && row < m_rows.size() ? &m_rows[row] : nullptr;
}

int NetworkLogModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int NetworkLogModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant NetworkLogModel::data(const QModelIndex &index, int role) const
{
    const NetworkRequest *request = requestAt(index.row());
    if (!request)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return cellText(*request, index.column());
    case Qt::ToolTipRole:
        return toolTipOf(*request, index.column());
    case Qt::DecorationRole:
        return index.column() == Verdict
                   ? m_theme->icon(verdictLook(*request).icon, verdictLook(*request).color)
                   : QVariant();
    case Qt::ForegroundRole:
        if (index.column() == Verdict)
            return m_theme->color(verdictLook(*request).color);
        if (index.column() == Allow)
            return m_theme->color(ColorRole::Accent);
        return m_theme->color(index.column() == Url || index.column() == Method ? ColorRole::Text
                                                                                : ColorRole::TextDim);
    case Qt::FontRole:
        return index.column() == Url || index.column() == Method ? m_theme->codeFont() : QVariant();
    default:
        return {};
    }
}

QVariant NetworkLogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Time:
        return tr("Time");
    case Verdict:
        return tr("Verdict");
    case Method:
        return tr("Method");
    case Url:
        return tr("Address");
    case Reason:
        return tr("Reason");
    case Status:
        return tr("Status");
    case Bytes:
        return tr("Size");
    case Duration:
        return tr("Time taken");
    default:
        return {};
    }
}

} // namespace glasshouse::ui
