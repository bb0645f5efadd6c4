#include "ui/project/project_opening.h"

#include "core/model/project_files.h"

#include <QDir>
#include <QFile>
#include <QtConcurrentRun>

namespace glasshouse::ui {

namespace {

Result<Project> open(const QString &folder, const QString &sample)
{
    const bool isThere = QFile::exists(QDir(folder).filePath(QStringLiteral("glasshouse.json")));
    return sample.isEmpty() || isThere ? loadProject(folder) : copySample(sample, folder);
}

} // namespace

ProjectOpening::ProjectOpening(const QString &folder, const QString &sample, QObject *parent)
    : QObject(parent), m_folder(folder), m_sample(sample)
{
    connect(&m_watcher, &QFutureWatcherBase::finished, this, [this] { Q_EMIT finished(m_watcher.result()); });
    m_watcher.setFuture(QtConcurrent::run(open, folder, sample));
}

} // namespace glasshouse::ui
