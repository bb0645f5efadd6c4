// The artifacts of a thread as a grid with thumbnails, or as a list.
#pragma once

#include "core/model/message.h"
#include "ui/common/theme.h"
#include "ui/sandbox/artifact_view.h"

#include <QHash>
#include <QTimer>
#include <QVector>
#include <QWidget>

class QListWidget;
class QListWidgetItem;

namespace glasshouse::ui {

class IconButton;
class ImageLoader;
class ToneLabel;

class ArtifactList : public QWidget
{
    Q_OBJECT

public:
    explicit ArtifactList(const Theme *theme, QWidget *parent = nullptr);

    // Takes the place of an older one of that name, which versions() still knows.
    void add(const Artifact &artifact, qint64 timeMs);
    [[nodiscard]] QVector<ArtifactVersion> versions(const QString &name) const; // newest first
    void clear();
    [[nodiscard]] const QVector<Artifact> &artifacts() const { return m_artifacts; }

Q_SIGNALS:
    void activated(const glasshouse::Artifact &artifact);
    void saveRequested(const glasshouse::Artifact &artifact);
    void saveAllRequested(const QVector<glasshouse::Artifact> &artifacts);

private:
    void build();
    void setGrid(bool grid);
    void rebuild();
    void showMenu(const QPoint &position);
    void requestThumbnail(const Artifact &artifact);

    const Theme *m_theme;
    QVector<Artifact> m_artifacts;
    QHash<QString, QVector<ArtifactVersion>> m_versions; // by name, oldest first, bounded
    QHash<QString, QIcon> m_thumbnails;                  // by SHA-256
    ImageLoader *m_images;
    QListWidget *m_list;
    ToneLabel *m_empty;
    IconButton *m_saveAll;
    QTimer m_rebuildSoon; // a restored thread brings many at once
    bool m_grid = true;
};

} // namespace glasshouse::ui
