// The Sandbox page of the rail: what this machine's sandbox can do, how it is confined, and its profile.
#pragma once

#include "sandbox/host/sandbox_status.h"
#include "ui/common/theme.h"

#include <QWidget>

class QPushButton;

namespace glasshouse::ui {

class InfoRow;
class NetworkRulesView;
class ProfileEditor;
class SandboxVerdict;
class ToneLabel;

class SandboxPage : public QWidget
{
    Q_OBJECT

public:
    explicit SandboxPage(const Theme *theme, QWidget *parent = nullptr);

    void setStatus(const sandbox::Status &status);
    [[nodiscard]] ProfileEditor *profiles() const { return m_profiles; }
    [[nodiscard]] NetworkRulesView *network() const { return m_network; } // of the shown profile
    void setProjectOpen(bool isOpen);                                     // there is something to edit

Q_SIGNALS:
    void resetRequested();
    void snapshotsRequested();
    void preparationRequested(); // it failed, and the person wants it tried again

private:
    void build();
    void buildVerdict();

    const Theme *m_theme;
    SandboxVerdict *m_verdict;
    InfoRow *m_pool;
    InfoRow *m_restore;
    ProfileEditor *m_profiles;
    NetworkRulesView *m_network;
    ToneLabel *m_noProject;
    QPushButton *m_reset;
};

} // namespace glasshouse::ui
