#include "ui/settings/settings_page.h"

#include "ui/common/row_delegate.h"
#include "ui/common/scrolling_column.h"
#include "ui/common/widgets.h"
#include "ui/settings/about_section.h"
#include "ui/settings/appearance_section.h"
#include "ui/settings/approvals_section.h"
#include "ui/settings/connections_section.h"
#include "ui/settings/folders_section.h"
#include "ui/settings/images_section.h"

#include <QListWidget>
#include <QPainter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

constexpr int sectionWidth = 720;

} // namespace

SettingsPage::SettingsPage(Theme *theme, sandbox::ImageWorkshop &images, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_navigation(new QWidget(this)), m_list(new QListWidget(m_navigation)),
      m_stack(new QStackedWidget(this)), m_appearance(new AppearanceSection(theme)),
      m_connections(new ConnectionsSection(theme)), m_images(new ImagesSection(theme, images)),
      m_approvals(new ApprovalsSection(theme)), m_folders(new FoldersSection(theme)),
      m_about(new AboutSection(theme))
{
    buildNavigation();
    addSection(QStringLiteral("palette"), tr("Appearance"), tr("How the window looks."), m_appearance);
    addSection(
        QStringLiteral("plug"), tr("Connections"),
        tr("Where models answer from. Keys stay in the environment or in the system's keychain, never in a "
           "project."),
        m_connections);
    addSection(
        QStringLiteral("box"), tr("Images"),
        tr("What sandboxes start from. An image of your own adds Debian and Python packages to one of these; "
           "sandbox profiles name it."),
        m_images);
    addSection(QStringLiteral("shield-check"), tr("Remembered approvals"),
               tr("What you allowed beyond a single call. What you take back is asked again the next time."),
               m_approvals);
    addSection(QStringLiteral("folder-symlink"), tr("Allowed folders"),
               tr("Folders outside a project that code of the project may open in its sandboxes. What you take "
                  "back is closed at once, also for code that runs."),
               m_folders);
    addSection(QStringLiteral("info"), tr("About"), {}, m_about);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(m_stack);
    connect(m_list, &QListWidget::currentRowChanged, m_stack, &QStackedWidget::setCurrentIndex);
    m_list->setCurrentRow(0);
}

void SettingsPage::buildNavigation()
{
    setUpRows(m_list, m_theme);
    m_list->setAccessibleName(tr("Settings"));
    auto *header = new SectionHeader(m_theme, tr("Settings"), m_navigation);
    header->setContentsMargins(metric::Medium, metric::Medium, metric::Medium, metric::Tight);
    auto *column = new QVBoxLayout(m_navigation);
    column->setContentsMargins({});
    column->setSpacing(metric::Tight);
    column->addWidget(header);
    column->addWidget(m_list);
}

void SettingsPage::addSection(const QString &icon, const QString &title, const QString &sentence,
                              QWidget *section)
{
    auto *content = new QWidget;
    auto *heading = new ToneLabel(m_theme, ColorRole::Text, title, content);
    heading->setFont(m_theme->textFont(20, QFont::DemiBold));
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 32, 0, 32);
    column->setSpacing(metric::Small);
    column->addWidget(heading);
    if (!sentence.isEmpty()) {
        auto *lead = new ToneLabel(m_theme, ColorRole::TextDim, sentence, content);
        lead->setWordWrap(true);
        column->addWidget(lead);
    }
    column->addSpacing(metric::Medium);
    column->addWidget(section);
    column->addStretch(1);
    m_stack->addWidget(makeScrollingColumn(content, sectionWidth, {32, 0, 32, 0}, this));
    new QListWidgetItem(m_theme->icon(icon), title, m_list); // the list owns it
}

void SettingsPage::showSection(Section section)
{
    m_list->setCurrentRow(int(section));
}

void SettingsPage::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), m_theme->color(ColorRole::Background));
}

} // namespace glasshouse::ui
