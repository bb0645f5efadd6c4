#include "ui/welcome/welcome_page.h"

#include "ui/common/scrolling_column.h"
#include "ui/common/widgets.h"
#include "ui/sandbox/sandbox_verdict.h"
#include "ui/welcome/model_offers.h"
#include "ui/welcome/theme_choice.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

constexpr int contentWidth = 720;
constexpr int outerMargin = 40;

} // namespace

WelcomePage::WelcomePage(Theme *theme, const QVector<Connection> &services,
                         const QVector<Connection> &localServers, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_content(new QWidget),
      m_sandbox(new SandboxVerdict(theme, m_content)),
      m_models(new ModelOffers(theme, services, localServers, m_content)),
      m_done(makeButton(tr("Show the samples"), ButtonKind::Primary, m_content))
{
    auto *column = new QVBoxLayout(m_content);
    column->setContentsMargins({});
    column->setSpacing(metric::Small);
    addHead(column);
    addSection(column, tr("Sandbox"), m_sandbox);
    addSection(column, tr("Model"), m_models);
    auto *look = new ThemeChoice(theme, m_content);
    connect(look, &ThemeChoice::modeChosen, this, &WelcomePage::modeChosen);
    addSection(column, tr("Look"), look);
    addFoot(column);

    auto *all = new QVBoxLayout(this);
    all->setContentsMargins({});
    all->addWidget(makeScrollingColumn(m_content, contentWidth,
                                       {outerMargin, outerMargin, outerMargin, outerMargin}, this));
}

void WelcomePage::addHead(QVBoxLayout *column)
{
    auto *title = new ToneLabel(m_theme, ColorRole::Text, tr("Welcome to Glasshouse"), m_content);
    title->setFont(m_theme->textFont(26, QFont::DemiBold));
    auto *sentence = new ToneLabel(m_theme, ColorRole::TextDim,
                                   tr("Three things to look at, and you are ready. Nothing has to be chosen "
                                      "now: the samples work as they are."),
                                   m_content);
    sentence->setFont(m_theme->textFont(14));
    sentence->setWordWrap(true);
    column->addWidget(title);
    column->addWidget(sentence);
}

void WelcomePage::addSection(QVBoxLayout *column, const QString &title, QWidget *section)
{
    column->addSpacing(metric::Large);
    column->addWidget(new SectionHeader(m_theme, title, m_content));
    column->addWidget(section);
}

void WelcomePage::addFoot(QVBoxLayout *column)
{
    auto *hint =
        new ToneLabel(m_theme, ColorRole::TextFaint, tr("This page stays in Help > First steps."), m_content);
    connect(m_done, &QPushButton::clicked, this, &WelcomePage::done);
    m_done->setAutoDefault(true);
    auto *foot = new QHBoxLayout;
    foot->setSpacing(metric::Medium);
    foot->addWidget(m_done);
    foot->addWidget(hint);
    foot->addStretch(1);
    column->addSpacing(24);
    column->addLayout(foot);
    column->addStretch(1);
}

void WelcomePage::focusDone()
{
    m_done->setFocus(Qt::OtherFocusReason);
}

void WelcomePage::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), m_theme->color(ColorRole::Background));
}

} // namespace glasshouse::ui
