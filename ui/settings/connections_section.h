// Settings > Connections: the ways to reach models, each with edit, remove and a test that says what is
// wrong.
#pragma once

#include "core/llm/connection.h"
#include "ui/common/theme.h"

#include <QPointer>
#include <QVector>
#include <QWidget>

namespace glasshouse::ui {

class Card;
class ConnectionDialog;

class ConnectionsSection : public QWidget
{
    Q_OBJECT

public:
    explicit ConnectionsSection(const Theme *theme, QWidget *parent = nullptr);

    void setConnections(const QVector<Connection> &connections);
    // Answers to the requests below; they reach the dialog if it is still open.
    void showTestResult(const Result<QString> &result);
    void showSaveResult(const Result<void> &result);

public Q_SLOTS:
    void addConnection();
    // The dialog for one that was found, over `parent`.
    void offer(const glasshouse::Connection &connection, QWidget *parent);

Q_SIGNALS:
    // An empty key leaves the stored one as it is.
    void saveRequested(const glasshouse::Connection &connection, const QString &key);
    void testRequested(const glasshouse::Connection &connection, const QString &key);
    void removeRequested(const QString &name);

private:
    void addRow(const Connection &connection);
    void openDialog(const Connection &connection, bool isNew, QWidget *parent);

    const Theme *m_theme;
    QVector<Connection> m_connections;
    Card *m_card;
    QPointer<ConnectionDialog> m_dialog;
};

} // namespace glasshouse::ui
