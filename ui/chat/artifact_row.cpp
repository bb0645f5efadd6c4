#include "ui/chat/artifact_row.h"

#include "ui/common/image_loader.h"
#include "ui/common/visible_text.h"
#include "ui/common/widgets.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QStringBuilder>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

constexpr QSize ThumbnailSize(360, 270);

bool isPicture(const Artifact &artifact)
{
    return artifact.mime.startsWith(u"image/") && !artifact.mime.contains(u"svg");
}

QString iconFor(const Artifact &artifact)
{
    if (artifact.mime.startsWith(u"image/"))
        return QStringLiteral("image");
    if (artifact.mime.contains(u"csv"))
        return QStringLiteral("table");
    return artifact.mime.contains(u"json") ? QStringLiteral("braces") : QStringLiteral("file");
}

} // namespace

ArtifactRow::ArtifactRow(const Theme *theme, ImageLoader *images, const Artifact &artifact, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_artifact(artifact), m_thumbnail(new QLabel(this)),
      m_facts(new ToneLabel(theme, ColorRole::TextDim, sizeText(artifact.size), this))
{
    build();
    if (isPicture(artifact))
        loadThumbnail(images);
    else
        m_thumbnail->hide();
}

void ArtifactRow::build()
{
    m_thumbnail->setAlignment(Qt::AlignCenter);
    m_thumbnail->setCursor(Qt::PointingHandCursor);
    m_thumbnail->setAccessibleName(tr("Thumbnail of %1").arg(visibleLine(m_artifact.name, 80)));
    m_thumbnail->installEventFilter(this);
    m_facts->setTextFormat(Qt::PlainText);

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(metric::Medium, metric::Small, metric::Medium, metric::Small);
    row->setSpacing(metric::Large);
    row->addWidget(m_thumbnail);
    row->addWidget(buildActions(), 1, Qt::AlignBottom);
}

QWidget *ArtifactRow::buildActions()
{
    auto *side = new QWidget(this);
    auto *icon = new QLabel(side);
    icon->setPixmap(m_theme->icon(iconFor(m_artifact)).pixmap(metric::IconSize));
    auto *name = new ElidedLabel(m_theme, ColorRole::Text, side);
    name->setText(visibleLine(m_artifact.name, 120));
    auto *open = makeButton(tr("Open"), ButtonKind::Link, side);
    auto *save = makeButton(tr("Save as"), ButtonKind::Link, side);
    connect(open, &QPushButton::clicked, this, [this] { Q_EMIT activated(m_artifact); });
    connect(save, &QPushButton::clicked, this, [this] { Q_EMIT saveRequested(m_artifact); });

    auto *title = new QHBoxLayout;
    title->setSpacing(metric::Tight + 1);
    title->addWidget(icon);
    title->addWidget(name, 1);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(metric::Small);
    buttons->addWidget(open);
    buttons->addWidget(save);
    buttons->addStretch();
    auto *layout = new QVBoxLayout(side);
    layout->setContentsMargins({});
    layout->setSpacing(2);
    layout->addLayout(title);
    layout->addWidget(m_facts);
    layout->addLayout(buttons);
    return side;
}

void ArtifactRow::loadThumbnail(ImageLoader *images)
{
    m_thumbnail->setFixedSize(ThumbnailSize); // keeps the card's height while it is decoded
    const QString token = m_artifact.path;    // rows of the same file may share the answer
    connect(images, &ImageLoader::loaded, this,
            [this, token](const QString &answered, const Result<LoadedImage> &loaded) {
                if (answered == token)
                    showThumbnail(loaded);
            });
    images->load(token, m_artifact.path, ThumbnailSize * devicePixelRatioF());
}

void ArtifactRow::showThumbnail(const Result<LoadedImage> &loaded)
{
    if (!loaded) {
        m_thumbnail->hide();
        m_facts->setText(sizeText(m_artifact.size) % u'\n' % loaded.error().message);
        m_facts->setWordWrap(true);
        return;
    }
    QPixmap picture = QPixmap::fromImage(loaded->image);
    picture.setDevicePixelRatio(devicePixelRatioF());
    m_thumbnail->setFixedSize(picture.deviceIndependentSize().toSize());
    m_thumbnail->setPixmap(picture);
    m_facts->setText(tr("%1, %2 × %3")
                         .arg(sizeText(m_artifact.size))
                         .arg(loaded->pixelSize.width())
                         .arg(loaded->pixelSize.height()));
}

bool ArtifactRow::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_thumbnail && event->type() == QEvent::MouseButtonRelease &&
        static_cast<QMouseEvent *>(event)->button() == Qt::LeftButton)
        Q_EMIT activated(m_artifact);
    return QWidget::eventFilter(watched, event);
}

} // namespace glasshouse::ui
