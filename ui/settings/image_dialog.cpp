#include "ui/settings/image_dialog.h"

#include "sandbox/image/image_store.h"
#include "ui/common/visible_text.h"
#include "ui/common/widgets.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

constexpr int dialogWidth = 560;
constexpr int listHeight = 96;

// People paste lists with commas and spaces; no package has either in its name, but versions are divided by
// commas.
QStringList wordsOf(const QString &text)
{
    static const QRegularExpression spaces(QStringLiteral("\\s+"));
    return text.split(spaces, Qt::SkipEmptyParts);
}

QString firstProblem(const QStringList &words, std::optional<QString> (*whyNot)(const QString &))
{
    for (const QString &word : words)
        if (const auto why = whyNot(word))
            return *why;
    return {};
}

} // namespace

ImageDialog::ImageDialog(const Theme *theme, const sandbox::ImageTemplate &value, bool isNew,
                         const QStringList &takenNames, QWidget *parent)
    : QDialog(parent), m_theme(theme), m_original(value), m_isNew(isNew), m_takenNames(takenNames),
      m_name(new QLineEdit(this)), m_description(new QLineEdit(this)), m_base(new QComboBox(this)),
      m_debian(makeList(tr("Debian packages"), QStringLiteral("jq\ngit"))),
      m_python(makeList(tr("Python packages"), QStringLiteral("requests\nplotly==5.24.1"))),
      m_source(new QCheckBox(tr("Build packages without a wheel (runs their code)"), this)),
      m_status(new ToneLabel(theme, ColorRole::TextDim, {}, this)),
      m_save(makeButton(tr("Save"), ButtonKind::Plain, this)),
      m_saveAndBuild(makeButton(tr("Save and build"), ButtonKind::Primary, this))
{
    setWindowTitle(isNew ? tr("New image") : tr("Edit %1").arg(value.name));
    setFixedWidth(dialogWidth);
    build();
    fill();
    refresh();
}

QPlainTextEdit *ImageDialog::makeList(const QString &name, const QString &example)
{
    auto *list = new QPlainTextEdit(this);
    list->setAccessibleName(name);
    list->setPlaceholderText(example);
    list->setFixedHeight(listHeight);
    list->setTabChangesFocus(true);
    return list;
}

void ImageDialog::build()
{
    m_name->setEnabled(m_isNew);
    m_name->setPlaceholderText(QStringLiteral("charts"));
    m_name->setToolTip(m_isNew ? QString() : tr("Profiles refer to this name, so it stays as it is."));
    m_description->setPlaceholderText(tr("What it is for"));
    m_base->addItems(sandbox::ImageStore::knownNames());
    m_status->setWordWrap(true);
    m_status->setTextFormat(Qt::PlainText);
    auto *form = new QFormLayout;
    form->setLabelAlignment(Qt::AlignLeft);
    form->setHorizontalSpacing(metric::Large);
    form->setVerticalSpacing(metric::Small);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("Name in profiles"), m_name);
    form->addRow(tr("Description"), m_description);
    form->addRow(tr("Based on"), m_base);
    form->addRow(tr("Debian packages"), m_debian);
    form->addRow(tr("Python packages"), m_python);
    form->addRow(QString(), m_source);
    auto *cancel = makeButton(tr("Cancel"), ButtonKind::Plain, this);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_save);
    buttons->addWidget(m_saveAndBuild);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, metric::Large);
    column->setSpacing(metric::Large);
    column->addLayout(form);
    column->addWidget(m_status);
    column->addLayout(buttons);
    m_saveAndBuild->setDefault(true);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, [this] { Q_EMIT saveRequested(value(), false); });
    connect(m_saveAndBuild, &QPushButton::clicked, this, [this] { Q_EMIT saveRequested(value(), true); });
    connect(m_name, &QLineEdit::textChanged, this, &ImageDialog::refresh);
    for (QPlainTextEdit *list : {m_debian, m_python})
        connect(list, &QPlainTextEdit::textChanged, this, &ImageDialog::refresh);
}

void ImageDialog::fill()
{
    m_name->setText(m_original.name);
    m_description->setText(m_original.description);
    m_base->setCurrentText(m_original.recipe.base);
    m_debian->setPlainText(m_original.recipe.debian.join(u'\n'));
    m_python->setPlainText(m_original.recipe.python.join(u'\n'));
    m_source->setChecked(m_original.recipe.buildFromSource);
}

sandbox::ImageTemplate ImageDialog::value() const
{
    sandbox::ImageTemplate value = m_original;
    value.name = m_name->text().trimmed();
    value.description = m_description->text().trimmed();
    value.recipe = {m_base->currentText(), wordsOf(m_debian->toPlainText()), wordsOf(m_python->toPlainText()),
                    m_source->isChecked()};
    return value;
}

QString ImageDialog::problem() const
{
    const sandbox::ImageTemplate now = value();
    if (now.name.isEmpty())
        return tr("Give the image a name.");
    if (const auto why = sandbox::whyNotAnImageName(now.name))
        return *why;
    if (m_isNew && m_takenNames.contains(now.name))
        return tr("There is an image named %1 already. Choose another name.").arg(now.name);
    const QString debian = firstProblem(now.recipe.debian, sandbox::whyNotADebianPackage);
    return debian.isEmpty() ? firstProblem(now.recipe.python, sandbox::whyNotAPythonPackage) : debian;
}

void ImageDialog::refresh()
{
    const QString what = problem();
    for (QPushButton *button : {m_save, m_saveAndBuild}) {
        button->setEnabled(what.isEmpty());
        button->setToolTip(plainToolTip(what));
    }
    m_status->setRole(what.isEmpty() ? ColorRole::TextDim : ColorRole::Waiting);
    m_status->setText(what.isEmpty() ? tr("One package per line. The build takes some minutes.")
                                     : visibleText(what));
}

void ImageDialog::showProblem(const QString &sentence)
{
    m_status->setRole(ColorRole::Failed);
    m_status->setText(visibleText(sentence));
}

} // namespace glasshouse::ui
