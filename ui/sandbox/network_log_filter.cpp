#include "ui/sandbox/network_log_filter.h"

#include "ui/sandbox/network_log_model.h"

namespace glasshouse::ui {

void NetworkLogFilter::setDeniedOnly(bool deniedOnly)
{
    m_deniedOnly = deniedOnly;
    invalidateFilter();
}

void NetworkLogFilter::setText(const QString &text)
{
    m_text = text.trimmed();
    invalidateFilter();
}

bool NetworkLogFilter::filterAcceptsRow(int row, const QModelIndex &) const
{
    const auto *request = static_cast<const NetworkLogModel *>(sourceModel())->requestAt(row);
    if (!request || (m_deniedOnly && request->verdict == u"allowed"))
        return false;
    const auto holds = [this](const QString &text) { return text.contains(m_text, Qt::CaseInsensitive); };
    return m_text.isEmpty() || holds(request->url) || holds(request->method) || holds(reasonText(*request));
}

} // namespace glasshouse::ui
