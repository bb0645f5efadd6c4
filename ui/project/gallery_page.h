// The start page: samples that work at once, the projects opened lately, and ways to open or make another.
#pragma once

#include "ui/common/theme.h"
#include "ui/project/recent_projects.h"
#include "ui/project/sample_list.h"

#include <QWidget>

class QAction;
class QGridLayout;
class QListWidget;

namespace glasshouse::ui {

class SampleCard;
class SectionHeader;

class GalleryPage : public QWidget
{
    Q_OBJECT

public:
    // The actions get buttons at the top; the first one is the primary one.
    GalleryPage(const Theme *theme, const QVector<Sample> &samples, const QList<QAction *> &actions,
                QWidget *parent = nullptr);

    void setRecentProjects(const QVector<RecentProject> &projects);
    [[nodiscard]] const QVector<SampleCard *> &cards() const { return m_cards; }

Q_SIGNALS:
    void sampleActivated(const glasshouse::ui::Sample &sample);
    void projectActivated(const QString &folder);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] QWidget *buildHead(const QList<QAction *> &actions);
    void addCards(const QVector<Sample> &samples);
    void arrangeCards();

    const Theme *m_theme;
    QWidget *m_content;
    QGridLayout *m_grid;
    QVector<SampleCard *> m_cards;
    SectionHeader *m_recentHeader;
    QListWidget *m_recent;
    int m_columns = 0;
};

} // namespace glasshouse::ui
