// The sandbox profiles of the open project: choose, add, rename and remove them, who runs in which, and
// everything that one of them says. Each change is an edit that can be undone.
#pragma once

#include "core/model/edit.h"
#include "core/model/mount_rules.h"
#include "ui/common/theme.h"
#include "ui/sandbox/profile_fields.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLineEdit;
class QMenu;
class QPushButton;
class QVBoxLayout;

namespace glasshouse::ui {

class IconButton;
class MountTable;
class ToneLabel;

struct ImageChoice
{
    QString name;
    QString note; // a sentence, if sandboxes cannot start from it at once
};

class ProfileEditor : public QWidget
{
    Q_OBJECT

public:
    explicit ProfileEditor(const Theme *theme, QWidget *parent = nullptr);

    void setProject(const Project &project, const QVector<FolderConsent> &consents);
    void setImages(const QVector<ImageChoice> &images);
    void showProfile(const QString &name);
    [[nodiscard]] SandboxProfile profile() const; // the one that is shown
    [[nodiscard]] MountTable *mounts() const { return m_mounts; }
    void addSection(QWidget *section); // below the folders

Q_SIGNALS:
    void edited(const glasshouse::Edit &edit);
    void profileShown(const glasshouse::SandboxProfile &profile); // it, or what it says

private:
    void build();
    [[nodiscard]] QWidget *buildChoice();
    [[nodiscard]] QWidget *buildForm();
    void addNumbers(QFormLayout *form);
    void refresh();
    void refreshChoice();
    void refreshUsers();
    void refreshImage();
    void commit(const SandboxProfile &changed);
    void rename();
    void remove();
    void duplicate();

    const Theme *m_theme;
    Project m_project;
    QVector<FolderConsent> m_consents;
    QString m_name; // of the profile that is shown; the project may have none of that name yet
    QVector<ProfileField> m_fields;
    QVector<QDoubleSpinBox *> m_numbers;
    bool m_isLoading = false;
    QVBoxLayout *m_column;
    QComboBox *m_choice;
    QLineEdit *m_rename;
    IconButton *m_remove;
    QPushButton *m_users;
    QMenu *m_userMenu;
    QPushButton *m_default;
    ToneLabel *m_closed; // says that it opens nothing
    QVector<ImageChoice> m_images;
    QComboBox *m_image;
    ToneLabel *m_imageNote; // what is wrong with it
    QCheckBox *m_clears;
    QComboBox *m_sharing;
    MountTable *m_mounts;
};

} // namespace glasshouse::ui
