// The network of a sandbox: what its profile lets through, and what code asks for, live.
#pragma once

#include "core/model/sandbox_profile.h"
#include "core/trace/event.h"
#include "core/trace/network_request.h"
#include "ui/common/theme.h"

#include <QWidget>

namespace glasshouse::ui {

class NetworkLogView;
class NetworkRulesView;
class SectionHeader;

class NetworkView : public QWidget
{
    Q_OBJECT

public:
    explicit NetworkView(const Theme *theme, QWidget *parent = nullptr);

    void setProfile(const SandboxProfile &profile);
    void setEvents(const QVector<trace::Event> &events); // of the shown thread
    void applyEvent(const trace::Event &event);          // others than requests are ignored
    void noteRequest(const trace::NetworkRequest &request);
    [[nodiscard]] int requestCount() const;

Q_SIGNALS:
    void accessEdited(const glasshouse::SandboxAccess &access); // of the shown profile
    void requestsChanged();

private:
    void build();

    const Theme *m_theme;
    SandboxAccess m_access;
    SectionHeader *m_header;
    NetworkRulesView *m_rules;
    NetworkLogView *m_log;
};

} // namespace glasshouse::ui
