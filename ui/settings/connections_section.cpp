#include "ui/settings/connections_section.h"

#include "ui/common/card.h"
#include "ui/common/widgets.h"
#include "ui/settings/connection_dialog.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

QString titleOf(const Connection &connection)
{
    return connection.title.isEmpty() ? connection.name : connection.title;
}

QString explain(const Connection &connection)
{
    if (connection.kind == Connection::Kind::Demo)
        return ConnectionsSection::tr("Scripted answers that call the real tools. No network and no key.");
    QStringList parts{connection.baseUrl};
    if (!connection.defaultModel.isEmpty())
        parts.append(connection.defaultModel);
    if (!connection.keyVariable.isEmpty())
        parts.append(ConnectionsSection::tr("key from %1").arg(connection.keyVariable));
    else if (connection.keyInKeychain)
        parts.append(ConnectionsSection::tr("key from the keychain"));
    else
        parts.append(ConnectionsSection::tr("no key"));
    parts.removeAll(QString());
    return parts.join(QStringLiteral("  \u00b7  "));
}

// Two are always there and cannot be removed.
bool isBuiltIn(const Connection &connection)
{
    return connection.name == u"demo" || connection.name == u"openai";
}

} // namespace

ConnectionsSection::ConnectionsSection(const Theme *theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_card(new Card(theme, this))
{
    auto *add = makeButton(tr("Add a connection"), ButtonKind::Plain, this);
    add->setIcon(theme->icon(u"plus"));
    connect(add, &QPushButton::clicked, this, &ConnectionsSection::addConnection);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(metric::Medium);
    column->addWidget(m_card);
    column->addWidget(add, 0, Qt::AlignLeft);
}

void ConnectionsSection::setConnections(const QVector<Connection> &connections)
{
    m_connections = connections;
    m_card->clear();
    for (const Connection &connection : connections)
        addRow(connection);
}

void ConnectionsSection::addRow(const Connection &connection)
{
    QList<QWidget *> controls;
    if (connection.kind == Connection::Kind::Demo) {
        controls.append(new ToneLabel(m_theme, ColorRole::Done, tr("always ready")));
    } else {
        auto *edit = makeButton(tr("Edit"), ButtonKind::Plain, nullptr);
        edit->setAccessibleName(tr("Edit %1").arg(titleOf(connection)));
        connect(edit, &QPushButton::clicked, this,
                [this, connection] { openDialog(connection, false, window()); });
        controls.append(edit);
    }
    if (!isBuiltIn(connection)) {
        auto *remove =
            new IconButton(m_theme, QStringLiteral("trash-2"), tr("Remove %1").arg(titleOf(connection)));
        connect(remove, &QToolButton::clicked, this,
                [this, name = connection.name] { Q_EMIT removeRequested(name); });
        controls.append(remove);
    }
    const QString icon =
        connection.kind == Connection::Kind::Demo ? QStringLiteral("sparkles") : QStringLiteral("plug");
    m_card->addRow(makeCardRow(m_theme, icon, titleOf(connection), explain(connection), controls));
}

void ConnectionsSection::addConnection()
{
    Connection fresh;
    fresh.baseUrl = QStringLiteral("http://127.0.0.1:8080/v1");
    offer(fresh, window());
}

void ConnectionsSection::offer(const Connection &connection, QWidget *parent)
{
    openDialog(connection, true, parent);
}

void ConnectionsSection::openDialog(const Connection &connection, bool isNew, QWidget *parent)
{
    QStringList taken;
    for (const Connection &other : m_connections)
        taken.append(other.name);
    if (!isNew)
        taken.removeAll(connection.name);
    m_dialog = new ConnectionDialog(m_theme, connection, isNew, taken, parent);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_dialog, &ConnectionDialog::testRequested, this, &ConnectionsSection::testRequested);
    connect(m_dialog, &ConnectionDialog::saveRequested, this, &ConnectionsSection::saveRequested);
    m_dialog->open();
}

void ConnectionsSection::showTestResult(const Result<QString> &result)
{
    if (m_dialog)
        m_dialog->showTestResult(result);
}

void ConnectionsSection::showSaveResult(const Result<void> &result)
{
    if (m_dialog)
        m_dialog->showSaveResult(result);
}

} // namespace glasshouse::ui
