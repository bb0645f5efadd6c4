// What sandboxes can do on this machine, in words, with the one thing to do about what is missing.
#pragma once

#include "sandbox/host/sandbox_status.h"
#include "ui/common/card_frame.h"

class QHBoxLayout;
class QLabel;
class QProgressBar;
class QPushButton;
class QVBoxLayout;

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
    void setImageMissing(bool missing);  // of the image that samples use
    void addButton(QPushButton *button); // beside the title
    [[nodiscard]] InfoRow *addFact(const QString &icon, const QString &name);

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
    QHBoxLayout *m_head;
    QVBoxLayout *m_facts;
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
