// First steps: can sandboxes run, which model answers, how shall the window look; then on to the samples.
#pragma once

#include "core/llm/connection.h"
#include "ui/common/theme.h"

#include <QVector>
#include <QWidget>

class QPushButton;
class QVBoxLayout;

namespace glasshouse::ui {

class ModelOffers;
class SandboxVerdict;

class WelcomePage : public QWidget
{
    Q_OBJECT

public:
    WelcomePage(Theme *theme, const QVector<Connection> &services, const QVector<Connection> &localServers,
                QWidget *parent = nullptr);

    [[nodiscard]] SandboxVerdict *sandbox() const { return m_sandbox; }
    [[nodiscard]] ModelOffers *models() const { return m_models; }
    void focusDone(); // Enter goes on to the samples

Q_SIGNALS:
    void modeChosen(glasshouse::ui::ThemeMode mode);
    void done();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void addHead(QVBoxLayout *column);
    void addFoot(QVBoxLayout *column);
    void addSection(QVBoxLayout *column, const QString &title, QWidget *section);

    Theme *m_theme;
    QWidget *m_content;
    SandboxVerdict *m_sandbox;
    ModelOffers *m_models;
    QPushButton *m_done;
};

} // namespace glasshouse::ui
