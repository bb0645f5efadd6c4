// What sandboxes can do on this machine, in words, with the one thing to do about what is missing.
#pragma once

#include "sandbox/host/sandbox_status.h"
#include "ui/common/card_frame.h"

class QLabel;
class QProgressBar;
class QPushButton;

namespace glasshouse::ui {

class CommandRow;
class InfoRow;
class ToneLabel;

class SandboxVerdict : public CardFrame
{
    Q_OBJECT

public:
    explicit SandboxVerdict(const Theme *theme, QWidget *parent = nullptr);

    void setStatus(const sandbox::Status &status);
    void setImageMissing(bool missing); // of the image that samples use

Q_SIGNALS:
    void preparationRequested();

private:
    void build();
    void refresh();
    void refreshFacts();
    [[nodiscard]] bool offersToBuild() const;

    const Theme *m_theme;
    sandbox::Status m_status;
    bool m_imageMissing = false;
    QLabel *m_icon;
    ToneLabel *m_title;
    ToneLabel *m_sentence;
    QProgressBar *m_progress;
    ToneLabel *m_step;
    CommandRow *m_remedy;
    InfoRow *m_accelerator;
    InfoRow *m_confinement;
    QPushButton *m_prepare;
};

} // namespace glasshouse::ui
