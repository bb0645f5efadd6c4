#include "ui/sandbox/artifact_list.h"

#include "ui/common/image_loader.h"
#include "ui/common/row_delegate.h"
#include "ui/common/visible_text.h"
#include "ui/common/widgets.h"
#include "ui/sandbox/artifact_grid.h"

#include <QHBoxLayout>
#include <QListWidget>
#include <QMenu>
#include <QStringBuilder>
#include <QVBoxLayout>

#include <algorithm>

namespace glasshouse::ui {

namespace {

constexpr QSize ThumbnailSize(120, 84);
constexpr QSize CellSize(148, 124);
constexpr int BatchMs = 30;
constexpr qsizetype MostVersions = 50; // of one name

} // namespace

ArtifactList::ArtifactList(const Theme *theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_images(new ImageLoader(this)),
      m_list(new ArtifactGrid([this](int row) { return m_artifacts.value(row); }, this)),
      m_empty(new ToneLabel(theme, ColorRole::TextFaint,
                            tr("Charts, tables and files that code writes to /output appear here."), this)),
      m_saveAll(new IconButton(theme, QStringLiteral("download"), tr("Save all artifacts to a folder"), this))
{
    build();
    connect(m_list, &QListWidget::itemActivated, this,
            [this](QListWidgetItem *item) { Q_EMIT activated(m_artifacts.at(m_list->row(item))); });
    connect(m_list, &QWidget::customContextMenuRequested, this, &ArtifactList::showMenu);
    connect(m_saveAll, &QToolButton::clicked, this, [this] { Q_EMIT saveAllRequested(m_artifacts); });
    connect(m_images, &ImageLoader::loaded, this,
            [this](const QString &sha256, const Result<LoadedImage> &loaded) {
                if (loaded)
                    m_thumbnails.insert(sha256, QIcon(QPixmap::fromImage(loaded->image)));
                m_rebuildSoon.start();
            });
    m_rebuildSoon.setSingleShot(true);
    m_rebuildSoon.setInterval(BatchMs);
    connect(&m_rebuildSoon, &QTimer::timeout, this, &ArtifactList::rebuild);
    setGrid(true);
}

void ArtifactList::build()
{
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setAccessibleName(tr("Artifacts"));
    m_empty->setContentsMargins(metric::Medium, metric::Medium, metric::Medium, 0);
    auto *grid = new IconButton(m_theme, QStringLiteral("layout-grid"), tr("Show as a grid"), this);
    auto *rows = new IconButton(m_theme, QStringLiteral("list"), tr("Show as a list"), this);
    connect(grid, &QToolButton::clicked, this, [this] { setGrid(true); });
    connect(rows, &QToolButton::clicked, this, [this] { setGrid(false); });
    auto *tools = new QVBoxLayout;
    tools->setContentsMargins(2, metric::Tight, metric::Tight, 0);
    tools->setSpacing(2);
    tools->addWidget(grid);
    tools->addWidget(rows);
    tools->addWidget(m_saveAll);
    tools->addStretch();
    auto *left = new QVBoxLayout;
    left->setSpacing(0);
    left->addWidget(m_empty);
    left->addWidget(m_list, 1);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addLayout(left, 1);
    layout->addLayout(tools);
}

void ArtifactList::setGrid(bool grid)
{
    m_grid = grid;
    m_list->setViewMode(grid ? QListView::IconMode : QListView::ListMode);
    m_list->setMovement(QListView::Static);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setUniformItemSizes(true);
    m_list->setWordWrap(false);
    m_list->setIconSize(grid ? ThumbnailSize : QSize(metric::IconSize, metric::IconSize));
    m_list->setGridSize(grid ? CellSize : QSize());
    m_list->setSpacing(grid ? metric::Small : 1);
    rebuild();
}

void ArtifactList::add(const Artifact &artifact, qint64 timeMs)
{
    auto &versions = m_versions[artifact.name];
    if (versions.isEmpty() || versions.last().artifact != artifact)
        versions.append({artifact, timeMs});
    if (versions.size() > MostVersions)
        versions.removeFirst();
    const auto older = std::find_if(m_artifacts.begin(), m_artifacts.end(),
                                    [&](const Artifact &known) { return known.name == artifact.name; });
    if (older != m_artifacts.end())
        *older = artifact;
    else
        m_artifacts.append(artifact);
    requestThumbnail(artifact);
    m_rebuildSoon.start();
}

QVector<ArtifactVersion> ArtifactList::versions(const QString &name) const
{
    QVector<ArtifactVersion> versions = m_versions.value(name);
    std::reverse(versions.begin(), versions.end());
    return versions;
}

void ArtifactList::clear()
{
    m_versions.clear();
    m_artifacts.clear();
    m_thumbnails.clear();
    rebuild();
}

void ArtifactList::requestThumbnail(const Artifact &artifact)
{
    if (artifactKind(artifact) == ArtifactKind::Image && !m_thumbnails.contains(artifact.sha256))
        m_images->load(artifact.sha256, artifact.path, ThumbnailSize * 2);
}

void ArtifactList::rebuild()
{
    m_list->clear();
    for (const Artifact &artifact : m_artifacts) {
        const QIcon icon = m_theme->icon(artifactIcon(artifact), ColorRole::Queued);
        const QString name = visibleLine(artifact.name, 120);
        const QString size = sizeText(artifact.size);
        auto *item = new QListWidgetItem(m_thumbnails.value(artifact.sha256, icon),
                                         m_grid ? name : name % QStringLiteral("   ") % size, m_list);
        item->setToolTip(plainToolTip(QStringLiteral("%1, %2").arg(name, size)));
    }
    m_empty->setVisible(m_artifacts.isEmpty());
    m_saveAll->setEnabled(!m_artifacts.isEmpty());
}

void ArtifactList::showMenu(const QPoint &position)
{
    QListWidgetItem *item = m_list->itemAt(position);
    if (!item)
        return;
    const Artifact artifact = m_artifacts.at(m_list->row(item));
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(menu->addAction(tr("Open")), &QAction::triggered, this,
            [this, artifact] { Q_EMIT activated(artifact); });
    connect(menu->addAction(tr("Save as...")), &QAction::triggered, this,
            [this, artifact] { Q_EMIT saveRequested(artifact); });
    connect(menu->addAction(tr("Show in the file manager")), &QAction::triggered, this,
            [artifact] { ArtifactView::reveal(artifact); });
    menu->popup(m_list->viewport()->mapToGlobal(position));
}

} // namespace glasshouse::ui
