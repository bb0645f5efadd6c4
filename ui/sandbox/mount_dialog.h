// Asks which folder of this machine a sandbox is to see, where, and whether code may change it. Accepting is
// the consent for a folder outside the project.
#pragma once

#include "core/model/mount_rules.h"
#include "ui/common/theme.h"

#include <QDialog>

#include <functional>

class QCheckBox;
class QLineEdit;
class QPushButton;

namespace glasshouse::ui {

class ToneLabel;

class MountDialog : public QDialog
{
    Q_OBJECT

public:
    // `others` are the profile's mounts so far, `project` is the project's folder.
    MountDialog(const Theme *theme, const QVector<FolderMount> &others, const QString &project,
                QWidget *parent = nullptr);

    void setFolder(const QString &folder); // absolute
    [[nodiscard]] FolderMount mount() const;

Q_SIGNALS:
    // `folder` is canonical; it lies outside the project if `isOutside`.
    void chosen(const glasshouse::FolderMount &mount, const QString &folder, bool isOutside);

private:
    void build();
    void browse();
    void refresh();
    [[nodiscard]] QString problem() const;
    void choose();

    const Theme *m_theme;
    QVector<FolderMount> m_others;
    QString m_project;
    QLineEdit *m_folder;
    QLineEdit *m_place;
    QCheckBox *m_writable;
    ToneLabel *m_note;
    QPushButton *m_add;
};

// The question before a project may open a folder outside of it, with the exact path. Default is no.
void askForConsent(QWidget *parent, const CheckedMount &mount, bool writable,
                   const std::function<void()> &allowed);

} // namespace glasshouse::ui
