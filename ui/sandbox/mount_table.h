// The mounts of a profile with everything that changes them: add, drop a folder, remove, writable,
// permission.
#pragma once

#include "core/model/mount_rules.h"
#include "sandbox/files/export.h"
#include "ui/common/theme.h"

#include <QSet>
#include <QWidget>

class QTableView;

namespace glasshouse::ui {

class FolderScout;
class IconButton;
class MountModel;
class ToneLabel;

class MountTable : public QWidget
{
    Q_OBJECT

public:
    explicit MountTable(const Theme *theme, QWidget *parent = nullptr);

    void setAccess(const SandboxAccess &access, const QVector<FolderConsent> &consents);
    void setQuota(const sandbox::Quota &quota); // of each that code may change
    void measure();                             // what the open folders hold
    void addFolder(const QString &folder = {}); // asks for what is missing
    // Takes a folder that is dragged over or dropped on a widget; false for anything else.
    bool handleDrag(QEvent *event);

Q_SIGNALS:
    void mountsEdited(const QVector<glasshouse::FolderMount> &mounts);
    void consentGiven(const QString &folder, bool writable); // before the edit that needs it
    void editRefused(const QString &sentence);

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void build();
    void refreshButtons();
    void removeCurrent();
    void allowCurrent();
    void setPlace(int row, const QString &place);
    void setWritable(int row, bool writable);
    void replace(int row, const FolderMount &mount);
    [[nodiscard]] int currentRow() const;

    const Theme *m_theme;
    MountModel *m_model;
    QTableView *m_table;
    ToneLabel *m_empty;
    IconButton *m_add;
    IconButton *m_remove;
    IconButton *m_allow;
    FolderScout *m_scout;
    QSet<QString> m_measured; // folders whose measure is under way
};

} // namespace glasshouse::ui
