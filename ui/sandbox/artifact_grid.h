// The list of artifacts as a view that files can be dragged out of, to a file manager or another program.
#pragma once

#include "core/model/message.h"

#include <QListWidget>
#include <QVector>

#include <functional>
#include <memory>

class QTemporaryDir;

namespace glasshouse::ui {

class ArtifactGrid : public QListWidget
{
    Q_OBJECT

public:
    // `artifactAt` tells what a row shows.
    ArtifactGrid(std::function<Artifact(int row)> artifactAt, QWidget *parent = nullptr);
    ~ArtifactGrid() override;

protected:
    [[nodiscard]] QStringList mimeTypes() const override;
    [[nodiscard]] QMimeData *mimeData(const QList<QListWidgetItem *> &items) const override;
    [[nodiscard]] Qt::DropActions supportedDropActions() const override { return Qt::CopyAction; }

private:
    std::function<Artifact(int row)> m_artifactAt;
    std::unique_ptr<QTemporaryDir> m_copies; // what is dragged: the store's own files are never given away
};

} // namespace glasshouse::ui
