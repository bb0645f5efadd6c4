// The snapshots of sandboxes: take one of this thread's, go back to one, remove one, and what they cost.
#pragma once

#include "sandbox/host/session_snapshot.h"
#include "ui/common/theme.h"

#include <QDialog>
#include <QHash>
#include <QVector>

class QListWidget;
class QPushButton;

namespace glasshouse::ui {

class ToneLabel;

class SnapshotsDialog : public QDialog
{
    Q_OBJECT

public:
    explicit SnapshotsDialog(const Theme *theme, QWidget *parent = nullptr);

    // Newest first. `titles` of threads by session, `current` is this thread's session.
    void setSnapshots(const QVector<sandbox::SessionSnapshot> &snapshots,
                      const QHash<QString, QString> &titles, const QString &current);
    void setCanTake(bool canTake, const QString &why); // why not
    void setCanRestore(bool canRestore, const QString &why);
    void showOutcome(const QString &sentence, bool failed);

Q_SIGNALS:
    void takeRequested();
    void restoreRequested(const QString &snapshot);
    void removeRequested(const QString &snapshot);

private:
    void build();
    void refresh();
    void askToRestore();
    [[nodiscard]] const sandbox::SessionSnapshot *current() const;

    const Theme *m_theme;
    QVector<sandbox::SessionSnapshot> m_snapshots;
    QListWidget *m_list;
    ToneLabel *m_empty;
    ToneLabel *m_outcome;
    ToneLabel *m_total;
    QPushButton *m_take;
    QPushButton *m_restore;
    QPushButton *m_remove;
    QString m_whyNotRestorable; // empty if it is
};

} // namespace glasshouse::ui
