#include "ui/mainwindow/status_bar.h"

#include "ui/common/visible_text.h"
#include "ui/common/widgets.h"
#include "ui/sandbox/sandbox_text.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QProgressBar>
#include <QToolButton>

namespace glasshouse::ui {

namespace {

constexpr int progressWidth = 120;

} // namespace

StatusBar::StatusBar(const Theme *theme, QAction *glass, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_sandbox(addButton(tr("Sandbox"))),
      m_sandboxFacts(new ElidedLabel(theme, ColorRole::TextDim, this)), m_progress(new QProgressBar(this)),
      m_connection(addButton(tr("Model connection"))), m_tokens(addButton(tr("Tokens of this run"))),
      m_approvals(addButton(tr("Pending approvals"))),
      m_permissions(addButton(tr("Pending network questions")))
{
    setFixedHeight(metric::StatusHeight);
    m_sandboxFacts->setFont(theme->textFont(12));
    m_progress->setFixedSize(progressWidth, 12);
    m_progress->setRange(0, 1000);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Progress of the sandbox image"));
    m_tokens->setEnabled(false);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(metric::Small, 1, metric::Small, 0);
    row->setSpacing(metric::Small);
    row->addWidget(m_sandbox);
    row->addWidget(m_progress);
    row->addWidget(m_sandboxFacts, 1);
    row->addWidget(m_connection);
    row->addWidget(m_tokens);
    row->addWidget(m_approvals);
    row->addWidget(m_permissions);
    row->addWidget(new IconButton(theme, glass, this));
    connect(m_sandbox, &QToolButton::clicked, this, &StatusBar::sandboxActivated);
    connect(m_connection, &QToolButton::clicked, this, &StatusBar::connectionActivated);
    connect(m_approvals, &QToolButton::clicked, this, &StatusBar::approvalsActivated);
    connect(m_permissions, &QToolButton::clicked, this, &StatusBar::permissionsActivated);
    setSandbox({});
    setTokens(0, 0);
    setPendingApprovals(0);
    setPendingPermissions(0);
}

QToolButton *StatusBar::addButton(const QString &name)
{
    auto *button = new QToolButton(this);
    button->setAccessibleName(name);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setIconSize({14, 14});
    button->setAutoRaise(true);
    button->setFont(m_theme->textFont(12));
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

// The colour is the palette's, so it has to be set again when the theme changes.
void StatusBar::setLook(QToolButton *button, const QString &icon, ColorRole role, const QString &text)
{
    button->setIcon(m_theme->icon(icon, role));
    button->setText(text);
    disconnect(m_theme, nullptr, button, nullptr);
    const auto recolor = [this, button, role] {
        QPalette own;
        own.setColor(QPalette::ButtonText, m_theme->color(role));
        own.setColor(QPalette::Disabled, QPalette::ButtonText, m_theme->color(role));
        button->setPalette(own);
    };
    connect(m_theme, &Theme::changed, button, recolor);
    recolor();
}

void StatusBar::setSandbox(const sandbox::Status &status)
{
    const SandboxWords look = sandboxWords(status.state);
    setLook(m_sandbox, look.icon, look.role, look.title);
    m_sandbox->setToolTip(status.sentence.isEmpty() ? tr("Show the sandbox") : plainToolTip(status.sentence));
    m_progress->setVisible(isBuilding(status));
    m_progress->setValue(qRound(status.progress * 1000));
    m_sandboxFacts->setText(isBuilding(status) ? progressText(status) : standingText(status));
}

void StatusBar::setConnection(const QString &title, bool scripted)
{
    setLook(m_connection, scripted ? QStringLiteral("sparkles") : QStringLiteral("plug"), ColorRole::TextDim,
            title);
    m_connection->setToolTip(scripted ? tr("Answers are scripted. Connect a model in the settings.")
                                      : tr("The project's model connection. Opens the settings."));
    m_connection->setVisible(!title.isEmpty());
}

void StatusBar::setTokens(qint64 input, qint64 output)
{
    const QLocale locale;
    setLook(m_tokens, QStringLiteral("coins"), ColorRole::TextDim,
            tr("%1 tokens").arg(locale.toString(input + output)));
    m_tokens->setToolTip(
        tr("This run: %1 tokens in, %2 out").arg(locale.toString(input), locale.toString(output)));
    m_tokens->setVisible(input + output > 0);
}

void StatusBar::setPendingApprovals(int count)
{
    setLook(m_approvals, QStringLiteral("user-check"), ColorRole::Waiting,
            count == 1 ? tr("1 approval") : tr("%1 approvals").arg(count));
    m_approvals->setToolTip(tr("Review what waits for you"));
    m_approvals->setVisible(count > 0);
}

void StatusBar::setPendingPermissions(int count)
{
    setLook(m_permissions, QStringLiteral("globe-lock"), ColorRole::Waiting,
            count == 1 ? tr("1 network question") : tr("%1 network questions").arg(count));
    m_permissions->setToolTip(tr("Decide what code may reach"));
    m_permissions->setVisible(count > 0);
}

void StatusBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme->color(ColorRole::Pane));
    painter.fillRect(QRect(0, 0, width(), 1), m_theme->color(ColorRole::Line));
}

} // namespace glasshouse::ui
