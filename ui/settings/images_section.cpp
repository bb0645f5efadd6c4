#include "ui/settings/images_section.h"

#include "ui/common/card.h"
#include "ui/common/visible_text.h"
#include "ui/common/widgets.h"
#include "ui/settings/image_dialog.h"
#include "ui/settings/image_text.h"

#include <QHBoxLayout>
#include <QMessageBox>
#include <QProgressBar>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

using sandbox::ImageEntry;
using sandbox::ImageManifest;
using sandbox::ImageTemplate;

constexpr int barSteps = 1000;

} // namespace

ImagesSection::ImagesSection(const Theme *theme, sandbox::ImageWorkshop &workshop, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_workshop(workshop), m_card(new Card(theme, this)),
      m_projectHeader(new SectionHeader(theme, tr("FROM THIS PROJECT"), this)),
      m_projectCard(new Card(theme, this)), m_progress(buildProgress()),
      m_sentence(new ToneLabel(theme, ColorRole::TextDim, QString(), this))
{
    build();
    connect(&workshop, &sandbox::ImageWorkshop::changed, this, &ImagesSection::refresh);
    connect(&workshop, &sandbox::ImageWorkshop::progressed, this, &ImagesSection::refreshProgress);
    connect(&workshop, &sandbox::ImageWorkshop::buildFinished, this,
            [this](const QString &image, const Result<ImageManifest> &result) {
                result ? showSentence(tr("%1 is built.").arg(image), ColorRole::Done)
                       : showSentence(buildFailureText(result.error()), ColorRole::Failed);
            });
    connect(&workshop, &sandbox::ImageWorkshop::verified, this,
            [this](const QString &image, const Result<ImageManifest> &result) {
                result ? showSentence(tr("%1 is what was built: every file has its hash.").arg(image),
                                      ColorRole::Done)
                       : showSentence(result.error().message, ColorRole::Failed);
            });
    refresh();
}

void ImagesSection::build()
{
    auto *add = makeButton(tr("New image"), ButtonKind::Plain, this);
    add->setIcon(m_theme->icon(u"plus"));
    connect(add, &QPushButton::clicked, this, &ImagesSection::addTemplate);
    m_sentence->setWordWrap(true);
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_sentence->hide();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(metric::Medium);
    column->addWidget(m_progress);
    column->addWidget(m_sentence);
    column->addWidget(m_card);
    column->addWidget(add, 0, Qt::AlignLeft);
    column->addWidget(m_projectHeader);
    column->addWidget(m_projectCard);
}

QWidget *ImagesSection::buildProgress()
{
    auto *box = new QWidget(this);
    m_step = new ToneLabel(m_theme, ColorRole::Text, QString(), box);
    m_step->setTextFormat(Qt::PlainText);
    m_bar = new QProgressBar(box);
    m_bar->setRange(0, barSteps);
    m_bar->setTextVisible(false);
    m_bar->setFixedHeight(6);
    m_bar->setAccessibleName(tr("Progress of the build"));
    auto *cancel = makeButton(tr("Cancel"), ButtonKind::Plain, box);
    cancel->setAccessibleName(tr("Cancel the build"));
    connect(cancel, &QPushButton::clicked, &m_workshop, &sandbox::ImageWorkshop::cancelBuild);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(metric::Tight);
    texts->addWidget(m_step);
    texts->addWidget(m_bar);
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins({});
    row->setSpacing(metric::Medium);
    row->addLayout(texts, 1);
    row->addWidget(cancel);
    return box;
}

void ImagesSection::setProject(const QString &folder, const QVector<SandboxProfile> &profiles)
{
    if (folder == m_folder && profiles == m_profiles)
        return;
    m_folder = folder;
    m_profiles = profiles;
    refresh();
}

void ImagesSection::refresh()
{
    m_card->clear();
    for (const ImageEntry &entry : m_workshop.catalog().entries())
        addRow(entry);
    m_projectCard->clear();
    if (!m_folder.isEmpty())
        for (const auto &value : sandbox::templatesOfProject(m_folder))
            addProjectRow(value);
    m_projectHeader->setVisible(!m_projectCard->isEmpty());
    m_projectCard->setVisible(!m_projectCard->isEmpty());
    refreshProgress();
}

void ImagesSection::refreshProgress()
{
    const sandbox::ImageProgress &progress = m_workshop.progress();
    m_progress->setVisible(!progress.image.isEmpty());
    m_step->setText(progressText(progress));
    m_bar->setValue(int(progress.fraction * barSteps));
}

void ImagesSection::addRow(const ImageEntry &entry)
{
    m_card->addRow(makeCardRow(m_theme, QStringLiteral("box"), visibleLine(entry.name), explain(entry),
                               controlsOf(entry)));
}

QString ImagesSection::explain(const ImageEntry &entry) const
{
    QStringList lines{stateText(entry)};
    if (entry.imageTemplate)
        lines << visibleLine(recipeText(entry.imageTemplate->recipe));
    if (const QString users = usersOf(entry.name); !users.isEmpty())
        lines << users;
    return lines.join(u'\n');
}

QString ImagesSection::usersOf(const QString &image) const
{
    QStringList names;
    for (const SandboxProfile &profile : m_profiles)
        if (profile.image == image)
            names << visibleLine(profile.name, 40);
    return names.isEmpty()
               ? QString()
               : tr("Used by the profiles of this project: %1").arg(names.join(QStringLiteral(", ")));
}

QList<QWidget *> ImagesSection::controlsOf(const ImageEntry &entry)
{
    QList<QWidget *> controls;
    const auto button = [&](const QString &icon, const QString &name, std::function<void()> act) {
        auto *made = new IconButton(m_theme, icon, name);
        connect(made, &QToolButton::clicked, this, std::move(act));
        controls.append(made);
        return made;
    };
    if (entry.manifest) {
        auto *verify = button(QStringLiteral("shield-check"), tr("Verify %1").arg(entry.name),
                              [this, name = entry.name] { showOutcome(m_workshop.verify(name)); });
        verify->setEnabled(m_workshop.verifying().isEmpty());
    }
    if (entry.imageTemplate)
        button(QStringLiteral("pencil"), tr("Edit %1").arg(entry.name),
               [this, value = *entry.imageTemplate] { edit(value, false); });
    if (entry.manifest || entry.imageTemplate || entry.state == ImageEntry::State::Damaged) {
        auto *remove = button(QStringLiteral("trash-2"), tr("Remove %1").arg(entry.name),
                              [this, entry] { askToRemove(entry); });
        remove->setEnabled(m_workshop.progress().image != entry.name);
    }
    if (entry.canBeBuilt())
        controls.prepend(makeBuildButton(entry));
    return controls;
}

QWidget *ImagesSection::makeBuildButton(const ImageEntry &entry)
{
    const bool isCurrent = entry.state == ImageEntry::State::Built;
    auto *build = makeButton(isCurrent ? tr("Rebuild") : tr("Build"), ButtonKind::Plain, nullptr);
    build->setAccessibleName(tr("Build %1").arg(entry.name));
    const QString busy = m_workshop.progress().image;
    build->setEnabled(busy.isEmpty());
    build->setToolTip(busy.isEmpty() ? tr("Takes some minutes and needs Debian's package server.")
                                     : tr("%1 is being built. Wait for it or cancel it first.").arg(busy));
    connect(build, &QPushButton::clicked, this, [this, name = entry.name] { startBuild(name); });
    return build;
}

// A stranger's template: what it installs is shown before anything is built.
void ImagesSection::addProjectRow(const Result<ImageTemplate> &value)
{
    if (!value) {
        m_projectCard->addRow(makeCardRow(m_theme, QStringLiteral("triangle-alert"),
                                          tr("A template that cannot be read"),
                                          visibleLine(value.error().message), {}));
        return;
    }
    auto *build = makeButton(tr("Build..."), ButtonKind::Plain, nullptr);
    build->setAccessibleName(tr("Build %1 of this project").arg(value->name));
    build->setEnabled(m_workshop.progress().image.isEmpty());
    connect(build, &QPushButton::clicked, this, [this, made = *value] { askToBuild(made); });
    m_projectCard->addRow(makeCardRow(m_theme, QStringLiteral("box"), value->name,
                                      visibleLine(recipeText(value->recipe)), {build}));
}

void ImagesSection::addTemplate()
{
    edit({}, true);
}

void ImagesSection::edit(const ImageTemplate &value, bool isNew)
{
    QStringList taken;
    for (const ImageEntry &entry : m_workshop.catalog().entries())
        taken << entry.name;
    m_dialog = new ImageDialog(m_theme, value, isNew, taken, window());
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_dialog, &ImageDialog::saveRequested, this, [this](const ImageTemplate &edited, bool builds) {
        const auto saved = m_workshop.saveTemplate(edited);
        if (!saved)
            return m_dialog->showProblem(saved.error().message);
        m_dialog->accept();
        if (builds)
            startBuild(edited.name);
    });
    m_dialog->open();
}

void ImagesSection::askToRemove(const ImageEntry &entry)
{
    const QString users = usersOf(entry.name);
    const QString what = entry.imageTemplate
                             ? tr("The image %1 and its template are removed from this machine.")
                             : tr("The image %1 is removed from this machine.");
    ask(tr("Remove %1").arg(entry.name),
        what.arg(entry.name) + u' ' +
            tr("Sandboxes that were kept from it, and their snapshots, go with it.") + u' ' +
            (users.isEmpty() ? QString() : users + tr(". They cannot start a sandbox without it.")),
        tr("Remove"), [this, name = entry.name] {
            const auto removed = m_workshop.remove(name);
            removed ? showSentence(tr("%1 is removed.").arg(name), ColorRole::TextDim) : showOutcome(removed);
        });
}

void ImagesSection::askToBuild(const ImageTemplate &value)
{
    ask(tr("Build %1").arg(value.name), projectQuestion(value, m_workshop.catalog().entry(value.name)),
        tr("Build"), [this, value] { showOutcome(m_workshop.build(value)); });
}

void ImagesSection::ask(const QString &title, const QString &question, const QString &yes,
                        std::function<void()> agreed)
{
    auto *box =
        new QMessageBox(QMessageBox::Question, title, visibleText(question), QMessageBox::Cancel, window());
    box->setTextFormat(Qt::PlainText);
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton *accept = box->addButton(yes, QMessageBox::AcceptRole);
    box->setDefaultButton(QMessageBox::Cancel);
    connect(box, &QMessageBox::finished, this, [box, accept, agreed = std::move(agreed)] {
        if (box->clickedButton() == accept)
            agreed();
    });
    box->open();
}

void ImagesSection::startBuild(const QString &image)
{
    m_sentence->hide();
    showOutcome(m_workshop.build(image));
}

void ImagesSection::showOutcome(const Result<void> &outcome)
{
    if (!outcome)
        showSentence(outcome.error().message, ColorRole::Failed);
}

void ImagesSection::showSentence(const QString &sentence, ColorRole role)
{
    m_sentence->setRole(role);
    m_sentence->setText(visibleText(sentence));
    m_sentence->show();
}

} // namespace glasshouse::ui
