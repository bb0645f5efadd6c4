#include "ui/sandbox/profile_editor.h"

#include "ui/common/access_text.h"
#include "ui/common/visible_text.h"
#include "ui/common/widgets.h"
#include "ui/sandbox/mount_table.h"
#include "ui/sandbox/profile_edits.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QVBoxLayout>

#include <algorithm>

namespace glasshouse::ui {

namespace {

constexpr int NumberWidth = 170;
constexpr int ChoiceWidth = 200;

// "60 s" and "1.5 s", not "60.000 s".
class PlainSpinBox final : public QDoubleSpinBox
{
public:
    using QDoubleSpinBox::QDoubleSpinBox;
    [[nodiscard]] QString textFromValue(double value) const override
    {
        return locale().toString(value, 'f', QLocale::FloatingPointShortest);
    }
};

} // namespace

ProfileEditor::ProfileEditor(const Theme *theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_fields(profileFields()), m_column(new QVBoxLayout(this)),
      m_choice(new QComboBox(this)), m_rename(new QLineEdit(this)),
      m_remove(new IconButton(theme, QStringLiteral("trash-2"), tr("Remove this profile"), this)),
      m_users(makeButton({}, ButtonKind::Plain, this)), m_userMenu(new QMenu(this)),
      m_default(makeButton(tr("Make it the default"), ButtonKind::Plain, this)),
      m_closed(new ToneLabel(theme, ColorRole::Done, {}, this)), m_image(new QComboBox(this)),
      m_imageNote(new ToneLabel(theme, ColorRole::Waiting, {}, this)),
      m_clears(new QCheckBox(tr("Empty /output before each call"), this)), m_sharing(new QComboBox(this)),
      m_mounts(new MountTable(theme, this))
{
    build();
    connect(m_choice, &QComboBox::activated, this,
            [this] { showProfile(m_choice->currentData().toString()); });
    connect(m_rename, &QLineEdit::editingFinished, this, &ProfileEditor::rename);
    connect(m_remove, &QToolButton::clicked, this, &ProfileEditor::remove);
    connect(m_default, &QPushButton::clicked, this, [this] { Q_EMIT edited(SetDefaultSandbox{m_name}); });
    connect(m_image, &QComboBox::currentTextChanged, this, [this](const QString &image) {
        SandboxProfile changed = profile();
        changed.image = image.trimmed();
        if (!changed.image.isEmpty())
            commit(changed);
    });
    connect(m_clears, &QCheckBox::clicked, this, [this](bool clears) {
        SandboxProfile changed = profile();
        changed.clearOutputPerCall = clears;
        commit(changed);
    });
    connect(m_sharing, &QComboBox::activated, this, [this] {
        SandboxProfile changed = profile();
        changed.sharedBy = static_cast<SandboxSharing>(m_sharing->currentData().toInt());
        commit(changed);
    });
}

void ProfileEditor::build()
{
    m_column->setContentsMargins({});
    m_column->setSpacing(metric::Medium);
    m_column->addWidget(buildChoice());
    m_column->addWidget(m_closed);
    m_closed->setWordWrap(true);
    m_column->addWidget(buildForm());
    m_column->addWidget(m_mounts);
}

QWidget *ProfileEditor::buildChoice()
{
    auto *box = new QWidget(this);
    auto *add = new IconButton(m_theme, QStringLiteral("copy-plus"), tr("Add a copy of this profile"), box);
    add->setObjectName(QStringLiteral("duplicateProfile"));
    connect(add, &QToolButton::clicked, this, &ProfileEditor::duplicate);
    m_choice->setObjectName(QStringLiteral("profileChoice"));
    m_choice->setAccessibleName(tr("Profile"));
    m_choice->setMinimumWidth(ChoiceWidth);
    m_rename->setObjectName(QStringLiteral("profileName"));
    m_rename->setAccessibleName(tr("Name of the profile"));
    m_remove->setObjectName(QStringLiteral("removeProfile"));
    m_users->setObjectName(QStringLiteral("profileUsers"));
    m_users->setMenu(m_userMenu);
    auto *first = new QHBoxLayout;
    first->addWidget(new SectionHeader(m_theme, tr("PROFILE"), box));
    first->addWidget(m_choice, 1);
    first->addWidget(add);
    first->addWidget(m_remove);
    auto *second = new QHBoxLayout;
    second->addWidget(m_rename, 1);
    second->addWidget(m_users);
    second->addWidget(m_default);
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins({});
    column->setSpacing(metric::Small);
    column->addLayout(first);
    column->addLayout(second);
    return box;
}

QWidget *ProfileEditor::buildForm()
{
    auto *box = new QWidget(this);
    auto *form = new QFormLayout(box);
    form->setContentsMargins({});
    form->setHorizontalSpacing(metric::Large);
    form->setVerticalSpacing(metric::Small);
    m_image->setEditable(true);
    m_image->setInsertPolicy(QComboBox::NoInsert);
    m_image->setAccessibleName(tr("Image"));
    m_image->setObjectName(QStringLiteral("profileImage"));
    m_imageNote->setObjectName(QStringLiteral("profileImageNote"));
    m_imageNote->setWordWrap(true);
    form->addRow(tr("Image"), m_image);
    form->addRow({}, m_imageNote);
    addNumbers(form);
    m_sharing->setAccessibleName(tr("Shared by"));
    m_sharing->addItem(tr("all agents of a thread share one sandbox"), int(SandboxSharing::Thread));
    m_sharing->addItem(tr("each agent has its own"), int(SandboxSharing::Agent));
    form->addRow(tr("In a workflow"), m_sharing);
    form->addRow({}, m_clears);
    return box;
}

void ProfileEditor::addNumbers(QFormLayout *form)
{
    for (qsizetype i = 0; i < m_fields.size(); ++i) {
        const ProfileField &field = m_fields.at(i);
        auto *number = new PlainSpinBox(this);
        number->setDecimals(field.decimals);
        number->setRange(field.least, field.most);
        number->setSingleStep(field.step);
        number->setSuffix(field.suffix);
        number->setSpecialValueText(field.atLeast);
        number->setFixedWidth(NumberWidth);
        number->setAccessibleName(field.title);
        number->setToolTip(field.explanation);
        number->setFocusPolicy(Qt::StrongFocus); // the wheel scrolls the page
        m_numbers.append(number);
        connect(number, &QDoubleSpinBox::valueChanged, this, [this, i](double value) {
            SandboxProfile changed = profile();
            m_fields.at(i).set(changed, value);
            commit(changed);
        });
        form->addRow(field.title, number);
    }
}

void ProfileEditor::addSection(QWidget *section)
{
    m_column->addWidget(section);
}

void ProfileEditor::setProject(const Project &project, const QVector<FolderConsent> &consents)
{
    const bool isAnother = project.folder != m_project.folder;
    m_project = project;
    m_consents = consents;
    if (isAnother || (!project.sandbox(m_name) && !project.sandboxes.isEmpty()))
        m_name = editableProfile(project, project.agents.value(0)).name;
    refresh();
}

void ProfileEditor::setImages(const QVector<ImageChoice> &images)
{
    m_images = images;
    const bool wasLoading = std::exchange(m_isLoading, true);
    m_image->clear();
    for (const ImageChoice &image : images)
        m_image->addItem(image.name);
    m_isLoading = wasLoading;
    refreshImage();
}

void ProfileEditor::refreshImage()
{
    const bool wasLoading = std::exchange(m_isLoading, true);
    const QString name = profile().image;
    if (m_image->currentText() != name)
        m_image->setCurrentText(name);
    const auto known = std::find_if(m_images.begin(), m_images.end(),
                                    [&](const ImageChoice &image) { return image.name == name; });
    const QString note =
        known != m_images.end()
            ? known->note
            : tr("There is no image named \"%1\" on this machine. Choose another one, or add it in "
                 "Settings > Images.")
                  .arg(visibleLine(name, 80));
    m_imageNote->setText(note);
    m_imageNote->setVisible(!note.isEmpty());
    m_isLoading = wasLoading;
}

void ProfileEditor::showProfile(const QString &name)
{
    m_name = name;
    refresh();
}

SandboxProfile ProfileEditor::profile() const
{
    const SandboxProfile *known = m_project.sandbox(m_name);
    SandboxProfile profile = known ? *known : SandboxProfile();
    profile.name = m_name;
    profile.access.folder = m_project.folder;
    return profile;
}

void ProfileEditor::refresh()
{
    m_isLoading = true;
    const SandboxProfile shown = profile();
    refreshChoice();
    refreshUsers();
    for (qsizetype i = 0; i < m_fields.size(); ++i)
        m_numbers.at(i)->setValue(m_fields.at(i).value(shown));
    refreshImage();
    m_clears->setChecked(shown.clearOutputPerCall);
    m_sharing->setCurrentIndex(m_sharing->findData(int(shown.sharedBy)));
    m_mounts->setAccess(shown.access, m_consents);
    m_mounts->setQuota({quint64(shown.outputBytes), quint64(shown.outputFiles)});
    const bool closed = isClosed(shown.access);
    m_closed->setRole(closed ? ColorRole::Done : ColorRole::Waiting);
    m_closed->setText(closed
                          ? tr("Closed: code sees no folder of this machine and reaches no network.")
                          : tr("Code %1; %2.")
                                .arg(foldersText(shown.access, m_consents), networkText(shown.access)));
    m_isLoading = false;
    Q_EMIT profileShown(shown);
}

void ProfileEditor::refreshChoice()
{
    m_choice->clear();
    for (const SandboxProfile &each : m_project.sandboxes) {
        const bool isDefault = each.name == m_project.defaultSandbox;
        m_choice->addItem(isDefault ? tr("%1 (default)").arg(visibleLine(each.name, 100))
                                    : visibleLine(each.name, 100),
                          each.name);
    }
    const bool isOfProject = m_project.sandbox(m_name) != nullptr;
    if (!isOfProject)
        m_choice->addItem(tr("built-in values"), m_name);
    m_choice->setCurrentIndex(m_choice->findData(m_name));
    if (!m_rename->hasFocus() || !m_rename->isModified())
        m_rename->setText(m_name);
    m_rename->setEnabled(isOfProject);
    m_remove->setEnabled(isOfProject);
    m_remove->setToolTip(isOfProject ? tr("Remove this profile; who runs in it goes back to the default")
                                     : tr("The first change makes a profile of the built-in values"));
    const bool isDefault = m_project.defaultSandbox == m_name;
    m_default->setEnabled(isOfProject && !isDefault);
    m_default->setToolTip(isDefault ? tr("It is the project's default")
                                    : tr("For agents that name no profile"));
}

void ProfileEditor::refreshUsers()
{
    const QStringList users = agentsIn(m_project, m_name);
    m_users->setText(users.isEmpty()
                         ? tr("Used by nobody")
                         : tr("Used by %1").arg(visibleLine(users.join(QStringLiteral(", ")), 40)));
    m_users->setEnabled(m_project.sandbox(m_name) && !m_project.agents.isEmpty());
    m_userMenu->clear();
    for (const Agent &agent : m_project.agents) {
        auto *action = m_userMenu->addAction(visibleLine(agent.name, 80).replace(u'&', QStringLiteral("&&")));
        action->setCheckable(true);
        action->setChecked(users.contains(agent.name));
        // Who uses it as the default cannot leave it without another one to go to.
        action->setEnabled(!action->isChecked() || agent.sandbox == m_name);
        connect(action, &QAction::triggered, this, [this, agent](bool uses) {
            Q_EMIT edited(assignedProfile(agent, uses ? m_name : QString()));
        });
    }
}

void ProfileEditor::commit(const SandboxProfile &changed)
{
    if (!m_isLoading && changed != profile())
        Q_EMIT edited(profileEdit(m_project, changed));
}

void ProfileEditor::rename()
{
    const QString name = m_rename->text().trimmed();
    m_rename->setModified(false);
    if (name == m_name || !m_project.sandbox(m_name))
        return;
    const Edit edit = renamedProfile(m_project, m_name, name);
    Project after = m_project;
    if (glasshouse::apply(after, edit))
        m_name = name; // so that the answer to the edit shows it
    Q_EMIT edited(edit);
    refresh();
}

void ProfileEditor::remove()
{
    if (m_project.sandbox(m_name))
        Q_EMIT edited(removedProfile(m_project, m_name));
}

void ProfileEditor::duplicate()
{
    const SandboxProfile copy = duplicateOf(m_project, profile());
    m_name = copy.name;
    Q_EMIT edited(profileEdit(m_project, copy));
}

} // namespace glasshouse::ui
