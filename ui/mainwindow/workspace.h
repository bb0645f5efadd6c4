// One page of the rail: what it puts into the left column, the centre and the right column of the window.
#pragma once

#include "core/model/message.h"

#include <QObject>
#include <QWidget>

class QSettings;

namespace glasshouse::ui {

class Workspace : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] virtual QWidget *left() const { return nullptr; } // nullptr: the page has no such column
    [[nodiscard]] virtual QWidget *centre() const = 0;
    [[nodiscard]] virtual QWidget *right() const { return nullptr; }

    // The thread whose sandbox the Glass dock shows with this page; empty if none.
    [[nodiscard]] virtual QString thread() const { return {}; }
    virtual void shown() {} // the page has just been switched to

    // Within the group of the open project.
    virtual void saveState(QSettings &) const {}
    virtual void restoreState(QSettings &) {}

Q_SIGNALS:
    void threadShown(); // thread() has changed
    void noticeRaised(const QString &sentence);
    void reviewRequested(const QString &approvalId);
    void rejectRequested(const QString &approvalId);
    void artifactActivated(const glasshouse::Artifact &artifact);
    void saveArtifactRequested(const glasshouse::Artifact &artifact);
};

} // namespace glasshouse::ui
