#include "ui/settings/connection_dialog.h"

#include "ui/common/visible_text.h"
#include "ui/common/widgets.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QRegularExpression>
#include <QUrl>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

constexpr int dialogWidth = 520;

// "My local server" -> "my-local-server": what projects refer to.
QString nameFromTitle(const QString &title)
{
    QString name = title.toLower();
    static const QRegularExpression notInNames(QStringLiteral("[^a-z0-9]+"));
    name.replace(notInNames, QStringLiteral("-"));
    while (name.startsWith(u'-'))
        name.remove(0, 1);
    while (name.endsWith(u'-'))
        name.chop(1);
    return name;
}

} // namespace

ConnectionDialog::ConnectionDialog(const Theme *theme, const Connection &connection, bool isNew,
                                   const QStringList &takenNames, QWidget *parent)
    : QDialog(parent), m_theme(theme), m_original(connection), m_takenNames(takenNames),
      m_title(new QLineEdit(this)), m_name(new QLineEdit(this)), m_baseUrl(new QLineEdit(this)),
      m_keySource(new QComboBox(this)), m_keyVariable(new QLineEdit(this)), m_key(new QLineEdit(this)),
      m_model(new QComboBox(this)), m_test(makeButton(tr("Test"), ButtonKind::Plain, this)),
      m_save(makeButton(tr("Save"), ButtonKind::Primary, this)), m_statusIcon(new QLabel(this)),
      m_status(new ToneLabel(theme, ColorRole::TextDim, {}, this)), m_nameFollowsTitle(isNew)
{
    setWindowTitle(isNew ? tr("Add a connection") : tr("Edit %1").arg(connection.title));
    setFixedWidth(dialogWidth);
    build(isNew);
    fill();
    refresh();
}

void ConnectionDialog::build(bool isNew)
{
    prepareFields(isNew);
    buildForm();
    auto *status = new QHBoxLayout;
    status->addWidget(m_statusIcon, 0, Qt::AlignTop);
    status->addWidget(m_status, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, metric::Large);
    column->setSpacing(metric::Large);
    column->addLayout(m_form);
    column->addLayout(status);
    column->addLayout(makeButtons());
    connectFields();
}

void ConnectionDialog::prepareFields(bool isNew)
{
    m_title->setPlaceholderText(tr("Local server"));
    m_baseUrl->setPlaceholderText(QStringLiteral("https://api.openai.com/v1"));
    m_keyVariable->setPlaceholderText(QStringLiteral("OPENAI_API_KEY"));
    m_key->setEchoMode(QLineEdit::Password);
    m_key->setPlaceholderText(m_original.keyInKeychain ? tr("Stored; leave empty to keep it")
                                                       : tr("Paste the key"));
    m_model->setEditable(true);
    m_model->lineEdit()->setPlaceholderText(tr("The model to use unless the agent names one"));
    m_keySource->addItems({tr("Environment variable"), tr("System keychain"), tr("No key needed")});
    m_name->setEnabled(isNew);
    if (!isNew)
        m_name->setToolTip(tr("Projects refer to this name, so it stays as it is."));
    m_status->setWordWrap(true);
    m_status->setTextFormat(Qt::PlainText);
}

void ConnectionDialog::buildForm()
{
    m_form = new QFormLayout;
    m_form->setLabelAlignment(Qt::AlignLeft);
    m_form->setHorizontalSpacing(metric::Large);
    m_form->setVerticalSpacing(metric::Small);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_form->addRow(tr("Title"), m_title);
    m_form->addRow(tr("Name in projects"), m_name);
    m_form->addRow(tr("Base URL"), m_baseUrl);
    m_form->addRow(tr("Key"), m_keySource);
    m_form->addRow(tr("Variable"), m_keyVariable);
    m_form->addRow(tr("Key text"), m_key);
    m_form->addRow(tr("Default model"), m_model);
}

QHBoxLayout *ConnectionDialog::makeButtons()
{
    auto *cancel = makeButton(tr("Cancel"), ButtonKind::Plain, this);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_test);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_save);
    m_save->setDefault(true);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_test, &QPushButton::clicked, this, &ConnectionDialog::test);
    connect(m_save, &QPushButton::clicked, this, &ConnectionDialog::save);
    return buttons;
}

void ConnectionDialog::connectFields()
{
    connect(m_keySource, &QComboBox::currentIndexChanged, this, &ConnectionDialog::refresh);
    connect(m_name, &QLineEdit::textEdited, this, [this] { m_nameFollowsTitle = false; });
    connect(m_title, &QLineEdit::textEdited, this, [this](const QString &title) {
        if (m_nameFollowsTitle)
            m_name->setText(nameFromTitle(title));
    });
    for (QLineEdit *field : {m_title, m_name, m_baseUrl, m_keyVariable})
        connect(field, &QLineEdit::textChanged, this, &ConnectionDialog::refresh);
}

void ConnectionDialog::fill()
{
    m_title->setText(m_original.title);
    m_name->setText(m_original.name);
    m_baseUrl->setText(m_original.baseUrl);
    m_keyVariable->setText(m_original.keyVariable);
    m_model->addItems(m_original.models);
    m_model->setCurrentText(m_original.defaultModel);
    const KeySource source = !m_original.keyVariable.isEmpty() ? KeySource::Environment
                             : m_original.keyInKeychain        ? KeySource::Keychain
                             : m_original.name.isEmpty()       ? KeySource::Keychain
                                                               : KeySource::None;
    m_keySource->setCurrentIndex(int(source));
}

ConnectionDialog::KeySource ConnectionDialog::keySource() const
{
    return static_cast<KeySource>(m_keySource->currentIndex());
}

QString ConnectionDialog::problem() const
{
    const QString name = m_name->text().trimmed();
    if (name.isEmpty())
        return tr("Give the connection a title and a name.");
    if (m_takenNames.contains(name, Qt::CaseInsensitive))
        return tr("There is a connection named %1 already. Choose another name.").arg(name);
    const QUrl url(m_baseUrl->text().trimmed(), QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || (url.scheme() != u"https" && url.scheme() != u"http"))
        return tr("The base URL has to start with http:// or https:// and name a server.");
    if (keySource() == KeySource::Environment && m_keyVariable->text().trimmed().isEmpty())
        return tr("Name the environment variable that holds the key.");
    return {};
}

void ConnectionDialog::refresh()
{
    m_form->setRowVisible(m_keyVariable, keySource() == KeySource::Environment);
    m_form->setRowVisible(m_key, keySource() == KeySource::Keychain);
    const QString what = problem();
    for (QPushButton *button : {m_save, m_test}) {
        button->setEnabled(what.isEmpty());
        button->setToolTip(plainToolTip(what));
    }
    showStatus(QStringLiteral("info"), ColorRole::TextFaint, what);
}

Connection ConnectionDialog::connection() const
{
    Connection connection = m_original;
    connection.name = m_name->text().trimmed();
    connection.title = m_title->text().trimmed().isEmpty() ? connection.name : m_title->text().trimmed();
    connection.baseUrl = m_baseUrl->text().trimmed();
    connection.keyVariable =
        keySource() == KeySource::Environment ? m_keyVariable->text().trimmed() : QString();
    connection.keyInKeychain = keySource() == KeySource::Keychain;
    connection.defaultModel = m_model->currentText().trimmed();
    return connection;
}

QString ConnectionDialog::key() const
{
    return keySource() == KeySource::Keychain ? m_key->text().trimmed() : QString();
}

void ConnectionDialog::test()
{
    m_test->setEnabled(false);
    showStatus(QStringLiteral("loader"), ColorRole::Running,
               tr("Asking %1 ...").arg(m_baseUrl->text().trimmed()));
    Q_EMIT testRequested(connection(), key());
}

void ConnectionDialog::save()
{
    m_save->setEnabled(false);
    Q_EMIT saveRequested(connection(), key());
}

void ConnectionDialog::showTestResult(const Result<QString> &result)
{
    m_test->setEnabled(true);
    if (result)
        showStatus(QStringLiteral("circle-check"), ColorRole::Done, *result);
    else
        showStatus(QStringLiteral("circle-x"), ColorRole::Failed, result.error().message);
}

void ConnectionDialog::showSaveResult(const Result<void> &result)
{
    m_save->setEnabled(true);
    if (result)
        accept();
    else
        showStatus(QStringLiteral("circle-x"), ColorRole::Failed, result.error().message);
}

void ConnectionDialog::showStatus(const QString &icon, ColorRole role, const QString &sentence)
{
    m_statusIcon->setPixmap(m_theme->icon(icon, role).pixmap(metric::IconSize));
    m_statusIcon->setVisible(!sentence.isEmpty());
    m_status->setRole(role == ColorRole::TextFaint ? ColorRole::TextDim : role);
    m_status->setText(sentence);
}

} // namespace glasshouse::ui
