#include "ui/sandbox/network_view.h"

#include "ui/common/visible_text.h"
#include "ui/common/widgets.h"
#include "ui/sandbox/network_log_model.h"
#include "ui/sandbox/network_log_view.h"
#include "ui/sandbox/network_rules.h"
#include "ui/sandbox/network_rules_view.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace type = trace::event_type;

namespace {

constexpr int rulesWidth = 380;

} // namespace

NetworkView::NetworkView(const Theme *theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_header(new SectionHeader(theme, tr("ALLOW-LIST"), this)),
      m_rules(new NetworkRulesView(theme, this)), m_log(new NetworkLogView(theme, this))
{
    build();
    connect(m_rules, &NetworkRulesView::accessEdited, this, &NetworkView::accessEdited);
    connect(m_log, &NetworkLogView::ruleRequested, this, [this](const AllowRule &rule) {
        auto access = m_access;
        access.allow = withRule(access.allow, rule);
        if (access != m_access)
            Q_EMIT accessEdited(access);
    });
    connect(m_log, &NetworkLogView::changed, this, &NetworkView::requestsChanged);
}

void NetworkView::build()
{
    auto *left = new QWidget(this);
    left->setFixedWidth(rulesWidth);
    auto *leftColumn = new QVBoxLayout(left);
    leftColumn->setContentsMargins({});
    leftColumn->setSpacing(0);
    leftColumn->addWidget(m_header);
    leftColumn->addWidget(m_rules, 1);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(metric::Medium, metric::Small, metric::Medium, metric::Small);
    row->setSpacing(metric::Large);
    row->addWidget(left);
    row->addWidget(m_log, 1);
}

void NetworkView::setProfile(const SandboxProfile &profile)
{
    m_access = profile.access;
    m_header->setTextFormat(Qt::PlainText);
    m_header->setText(tr("ALLOW-LIST OF THE PROFILE %1").arg(visibleLine(profile.name, 30)));
    m_rules->setAccess(profile.access);
}

void NetworkView::setEvents(const QVector<trace::Event> &events)
{
    m_log->clear();
    for (const trace::Event &event : events)
        applyEvent(event);
    m_log->flush();
}

void NetworkView::applyEvent(const trace::Event &event)
{
    if (event.type == type::NetworkLogCut) {
        m_log->setGap(tr("A run made more requests than are kept: %1")
                          .arg(event.data.value(QLatin1String("kept")).toInt()));
    } else if (event.type == type::NetworkRequest) {
        if (const auto request = trace::NetworkRequest::fromJson(event.data))
            m_log->add(*request);
    }
}

void NetworkView::noteRequest(const trace::NetworkRequest &request)
{
    m_log->add(request);
}

int NetworkView::requestCount() const
{
    return m_log->model().rowCount();
}

} // namespace glasshouse::ui
