#include "ui/sandbox/mount_dialog.h"

#include "ui/common/visible_text.h"
#include "ui/common/widgets.h"

#include <QCheckBox>
#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QLineEdit>
#include <QMessageBox>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

constexpr int DialogWidth = 560;

} // namespace

MountDialog::MountDialog(const Theme *theme, const QVector<FolderMount> &others, const QString &project,
                         QWidget *parent)
    : QDialog(parent), m_theme(theme), m_others(others), m_project(project), m_folder(new QLineEdit(this)),
      m_place(new QLineEdit(this)), m_writable(new QCheckBox(tr("Code may change what is in it"), this)),
      m_note(new ToneLabel(theme, ColorRole::TextDim, {}, this)),
      m_add(makeButton(tr("Add folder"), ButtonKind::Primary, this))
{
    build();
    connect(m_folder, &QLineEdit::textChanged, this, &MountDialog::refresh);
    connect(m_place, &QLineEdit::textChanged, this, &MountDialog::refresh);
    connect(m_writable, &QCheckBox::toggled, this, &MountDialog::refresh);
    connect(m_add, &QPushButton::clicked, this, &MountDialog::choose);
    m_place->setText(freeGuestPath(others, {}));
    refresh();
}

void MountDialog::build()
{
    setWindowTitle(tr("Open a folder to the sandbox"));
    m_folder->setObjectName(QStringLiteral("mountFolder"));
    m_folder->setAccessibleName(tr("Folder of this machine"));
    m_folder->setPlaceholderText(tr("A folder of this machine"));
    m_place->setObjectName(QStringLiteral("mountPlace"));
    m_place->setAccessibleName(tr("Place in the sandbox"));
    m_writable->setObjectName(QStringLiteral("mountWritable"));
    m_add->setObjectName(QStringLiteral("mountAdd"));
    m_add->setDefault(true);
    m_note->setWordWrap(true);
    m_note->setMinimumHeight(fontMetrics().lineSpacing() * 3);
    m_note->setAlignment(Qt::AlignTop);
    auto *browseButton = makeButton(tr("Choose..."), ButtonKind::Plain, this);
    connect(browseButton, &QPushButton::clicked, this, &MountDialog::browse);
    auto *cancel = makeButton(tr("Cancel"), ButtonKind::Plain, this);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    auto *folderRow = new QHBoxLayout;
    folderRow->addWidget(m_folder, 1);
    folderRow->addWidget(browseButton);
    auto *form = new QFormLayout;
    form->setSpacing(metric::Small);
    form->addRow(tr("Folder"), folderRow);
    form->addRow(tr("In the sandbox"), m_place);
    form->addRow({}, m_writable);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_add);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(metric::Large, metric::Large, metric::Large, metric::Large);
    column->setSpacing(metric::Medium);
    column->addLayout(form);
    column->addWidget(m_note);
    column->addLayout(buttons);
    setMinimumWidth(DialogWidth);
}

void MountDialog::setFolder(const QString &folder)
{
    m_folder->setText(QDir::toNativeSeparators(folder));
    m_place->setText(freeGuestPath(m_others, folder));
}

FolderMount MountDialog::mount() const
{
    return {hostPathFor(QDir::fromNativeSeparators(m_folder->text().trimmed()), m_project),
            m_place->text().trimmed(), m_writable->isChecked()};
}

void MountDialog::browse()
{
    auto *dialog = new QFileDialog(this, tr("Folder of this machine"), m_project);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, this, &MountDialog::setFolder);
    dialog->open();
}

QString MountDialog::problem() const
{
    const FolderMount wanted = mount();
    const CheckedMount checked = checkMount(wanted, m_project, {});
    if (checked.verdict == MountVerdict::Missing || checked.verdict == MountVerdict::HoldsProject)
        return checked.sentence;
    if (const auto why = whyNotAGuestPath(wanted.guest))
        return *why;
    return whyNotTogether(m_others + QVector<FolderMount>{wanted}).value_or(QString());
}

void MountDialog::refresh()
{
    const bool isEmpty = m_folder->text().trimmed().isEmpty();
    const QString why = isEmpty ? tr("Choose the folder that code is to see.") : problem();
    m_add->setEnabled(why.isEmpty());
    m_add->setToolTip(plainToolTip(why));
    const bool isOutside = checkMount(mount(), m_project, {}).isOutside;
    m_note->setRole(!why.isEmpty() && !isEmpty ? ColorRole::Failed
                    : isOutside && !isEmpty    ? ColorRole::Waiting
                                               : ColorRole::TextDim);
    if (!why.isEmpty())
        m_note->setText(visibleText(why));
    else if (isOutside)
        m_note->setText(
            tr("This folder lies outside the project. Adding it also gives this project your permission to "
               "open it on this computer; Settings lists it and takes it back."));
    else
        m_note->setText(tr("Code sees this folder from its next file on, also code that runs now."));
}

void MountDialog::choose()
{
    const CheckedMount checked = checkMount(mount(), m_project, {});
    Q_EMIT chosen(mount(), checked.folder, checked.isOutside);
    accept();
}

void askForConsent(QWidget *parent, const CheckedMount &mount, bool writable,
                   const std::function<void()> &allowed)
{
    auto *question =
        new QMessageBox(QMessageBox::Warning, MountDialog::tr("A folder outside the project"),
                        writable ? MountDialog::tr("May code of this project read and change this folder?")
                                 : MountDialog::tr("May code of this project read this folder?"),
                        QMessageBox::Yes | QMessageBox::No, parent);
    question->setTextFormat(Qt::PlainText);
    question->setInformativeText(visibleText(QDir::toNativeSeparators(mount.folder)));
    question->setDefaultButton(QMessageBox::No);
    question->setEscapeButton(QMessageBox::No);
    question->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(question, &QMessageBox::finished, parent, [allowed](int answer) {
        if (answer == QMessageBox::Yes)
            allowed();
    });
    question->open();
}

} // namespace glasshouse::ui
