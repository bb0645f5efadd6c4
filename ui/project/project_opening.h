// Loads a project, or copies a sample and loads the copy, without holding up the window.
#pragma once

#include "core/model/project.h"

#include <QFutureWatcher>
#include <QObject>

namespace glasshouse::ui {

// One opening. It starts in the constructor; deleting it forgets the answer.
class ProjectOpening : public QObject
{
    Q_OBJECT

public:
    // An empty `sample` opens `folder` as it is. Otherwise the sample is copied there first, unless a copy
    // is there already.
    ProjectOpening(const QString &folder, const QString &sample, QObject *parent = nullptr);

    [[nodiscard]] QString folder() const { return m_folder; }
    [[nodiscard]] QString sample() const { return m_sample; }

Q_SIGNALS:
    void finished(const glasshouse::Result<glasshouse::Project> &project);

private:
    QString m_folder;
    QString m_sample;
    QFutureWatcher<Result<Project>> m_watcher;
};

} // namespace glasshouse::ui
