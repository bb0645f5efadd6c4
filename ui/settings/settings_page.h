// Settings: a list of sections at the left, the chosen section in the middle.
#pragma once

#include "ui/common/theme.h"

#include <QWidget>

class QListWidget;
class QStackedWidget;

namespace glasshouse::sandbox {
class ImageWorkshop;
}

namespace glasshouse::ui {

class AboutSection;
class AppearanceSection;
class ApprovalsSection;
class ConnectionsSection;
class FoldersSection;
class ImagesSection;

class SettingsPage : public QWidget
{
    Q_OBJECT

public:
    enum class Section { Appearance, Connections, Images, Approvals, Folders, About };

    // `images` outlives it.
    SettingsPage(Theme *theme, sandbox::ImageWorkshop &images, QWidget *parent = nullptr);

    void showSection(Section section);
    // The list of sections; the window puts it into its left column.
    [[nodiscard]] QWidget *navigation() const { return m_navigation; }
    [[nodiscard]] AppearanceSection *appearance() const { return m_appearance; }
    [[nodiscard]] ConnectionsSection *connections() const { return m_connections; }
    [[nodiscard]] ImagesSection *images() const { return m_images; }
    [[nodiscard]] ApprovalsSection *approvals() const { return m_approvals; }
    [[nodiscard]] FoldersSection *folders() const { return m_folders; }
    [[nodiscard]] AboutSection *about() const { return m_about; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void addSection(const QString &icon, const QString &title, const QString &sentence, QWidget *section);
    void buildNavigation();

    Theme *m_theme;
    QWidget *m_navigation;
    QListWidget *m_list;
    QStackedWidget *m_stack;
    AppearanceSection *m_appearance;
    ConnectionsSection *m_connections;
    ImagesSection *m_images;
    ApprovalsSection *m_approvals;
    FoldersSection *m_folders;
    AboutSection *m_about;
};

} // namespace glasshouse::ui
