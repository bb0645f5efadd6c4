// One artifact in a tool card: a thumbnail for pictures, name, size, and what can be done with it.
#pragma once

#include "core/model/message.h"
#include "ui/common/theme.h"

#include <QWidget>

class QLabel;
class QToolButton;

namespace glasshouse::ui {

class ImageLoader;
class ToneLabel;
struct LoadedImage;

class ArtifactRow : public QWidget
{
    Q_OBJECT

public:
    ArtifactRow(const Theme *theme, ImageLoader *images, const Artifact &artifact, QWidget *parent = nullptr);

Q_SIGNALS:
    void activated(const glasshouse::Artifact &artifact);
    void saveRequested(const glasshouse::Artifact &artifact);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void build();
    QWidget *buildActions();
    void loadThumbnail(ImageLoader *images);
    void showThumbnail(const Result<LoadedImage> &loaded);

    const Theme *m_theme;
    Artifact m_artifact;
    QLabel *m_thumbnail;
    ToneLabel *m_facts;
};

} // namespace glasshouse::ui
