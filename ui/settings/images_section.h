// Settings > Images: the guest images of this machine and the templates of the user's own; build with
// progress and cancel, verify, edit, remove. Templates that the open project brings along are built only
// after a question.
#pragma once

#include "core/model/project.h"
#include "sandbox/host/image_workshop.h"
#include "ui/common/theme.h"

#include <QPointer>
#include <QWidget>

class QProgressBar;
class QVBoxLayout;

namespace glasshouse::ui {

class Card;
class ImageDialog;
class SectionHeader;
class ToneLabel;

class ImagesSection : public QWidget
{
    Q_OBJECT

public:
    // `workshop` outlives it.
    ImagesSection(const Theme *theme, sandbox::ImageWorkshop &workshop, QWidget *parent = nullptr);

    // Of the open project: its templates, and who uses which image. No folder: none is open.
    void setProject(const QString &folder, const QVector<SandboxProfile> &profiles);

public Q_SLOTS:
    void addTemplate();

private:
    void build();
    QWidget *buildProgress();
    void refresh();
    void refreshProgress();
    void addRow(const sandbox::ImageEntry &entry);
    void addProjectRow(const Result<sandbox::ImageTemplate> &value);
    [[nodiscard]] QList<QWidget *> controlsOf(const sandbox::ImageEntry &entry);
    [[nodiscard]] QWidget *makeBuildButton(const sandbox::ImageEntry &entry);
    [[nodiscard]] QString explain(const sandbox::ImageEntry &entry) const;
    [[nodiscard]] QString usersOf(const QString &image) const; // "used by default and fast"; empty if none
    void edit(const sandbox::ImageTemplate &value, bool isNew);
    void askToRemove(const sandbox::ImageEntry &entry);
    void askToBuild(const sandbox::ImageTemplate &value);
    void ask(const QString &title, const QString &question, const QString &yes, std::function<void()> agreed);
    void startBuild(const QString &image);
    void showOutcome(const Result<void> &outcome); // only if it is an error
    void showSentence(const QString &sentence, ColorRole role);

    const Theme *m_theme;
    sandbox::ImageWorkshop &m_workshop;
    QString m_folder;
    QVector<SandboxProfile> m_profiles;
    Card *m_card;
    SectionHeader *m_projectHeader;
    Card *m_projectCard;
    QWidget *m_progress;
    ToneLabel *m_step;
    QProgressBar *m_bar;
    ToneLabel *m_sentence;
    QPointer<ImageDialog> m_dialog;
};

} // namespace glasshouse::ui
