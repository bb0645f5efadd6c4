#include "ui/sandbox/artifact_grid.h"

#include "ui/sandbox/artifact_files.h"

#include <QDir>
#include <QMimeData>
#include <QTemporaryDir>
#include <QUrl>

namespace glasshouse::ui {

namespace {

constexpr qint64 LargestDragged = 256 << 20; // larger ones are saved, with a dialog

} // namespace

ArtifactGrid::ArtifactGrid(std::function<Artifact(int row)> artifactAt, QWidget *parent)
    : QListWidget(parent), m_artifactAt(std::move(artifactAt)), m_copies(std::make_unique<QTemporaryDir>())
{
    setDragEnabled(true);
    setDragDropMode(QAbstractItemView::DragOnly);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
}

ArtifactGrid::~ArtifactGrid() = default;

QStringList ArtifactGrid::mimeTypes() const
{
    return {QStringLiteral("text/uri-list")};
}

QMimeData *ArtifactGrid::mimeData(const QList<QListWidgetItem *> &items) const
{
    QList<QUrl> urls;
    for (const QListWidgetItem *item : items) {
        const Artifact artifact = m_artifactAt(row(item));
        const QDir folder(m_copies->filePath(artifact.sha256.left(16)));
        if (artifact.size > LargestDragged || !folder.mkpath(QStringLiteral(".")))
            continue;
        const QString copy = folder.filePath(safeFileName(artifact.name));
        if (copyArtifact(artifact, copy))
            urls.append(QUrl::fromLocalFile(copy));
    }
    if (urls.isEmpty())
        return nullptr;         // no drag begins
    auto *dragged = new QMimeData; // the drag owns it
    dragged->setUrls(urls);
    return dragged;
}

} // namespace glasshouse::ui
