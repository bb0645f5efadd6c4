#include "ui/settings/appearance_section.h"
#include "ui/settings/approvals_section.h"
#include "ui/settings/connection_dialog.h"
#include "ui/settings/connections_section.h"
#include "ui/settings/settings_page.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace glasshouse;
using namespace glasshouse::ui;

namespace {

Connection localServer()
{
    Connection connection;
    connection.name = QStringLiteral("local");
    connection.title = QStringLiteral("Local server");
    connection.baseUrl = QStringLiteral("http://127.0.0.1:8080/v1");
    connection.defaultModel = QStringLiteral("small");
    return connection;
}

QPushButton *button(QWidget *parent, const QString &text)
{
    for (QPushButton *each : parent->findChildren<QPushButton *>()) {
        if (each->text() == text)
            return each;
    }
    return nullptr;
}

bool shows(QWidget *parent, const QString &sentence)
{
    const auto labels = parent->findChildren<QLabel *>();
    return std::any_of(labels.begin(), labels.end(),
                       [&](const QLabel *label) { return label->text() == sentence; });
}

} // namespace

class SettingsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void unchangedDialogGivesBackTheConnection()
    {
        const ConnectionDialog dialog(&m_theme, localServer(), false, {});
        QCOMPARE(dialog.connection(), localServer());
        QVERIFY(dialog.key().isEmpty());
    }

    void wrongUrlDisablesSaveAndSaysWhy()
    {
        Connection broken = localServer();
        broken.baseUrl = QStringLiteral("127.0.0.1:8080");
        ConnectionDialog dialog(&m_theme, broken, false, {});
        QVERIFY(!button(&dialog, QStringLiteral("Save"))->isEnabled());
        QVERIFY(!button(&dialog, QStringLiteral("Save"))->toolTip().isEmpty());
    }

    void takenNameCannotBeSaved()
    {
        ConnectionDialog dialog(&m_theme, localServer(), true, {QStringLiteral("Local")});
        QVERIFY(!button(&dialog, QStringLiteral("Save"))->isEnabled());
    }

    void testShowsWhatTheServerSaid()
    {
        ConnectionDialog dialog(&m_theme, localServer(), false, {});
        QSignalSpy asked(&dialog, &ConnectionDialog::testRequested);
        QPushButton *test = button(&dialog, QStringLiteral("Test"));
        test->click();
        QCOMPARE(asked.count(), 1);
        QVERIFY(!test->isEnabled());
        const QString sentence = QStringLiteral("The server refused the connection.");
        dialog.showTestResult(fail(sentence));
        QVERIFY(shows(&dialog, sentence));
        QVERIFY(test->isEnabled());
    }

    void failedSaveKeepsTheDialogOpen()
    {
        ConnectionDialog dialog(&m_theme, localServer(), false, {});
        dialog.show();
        dialog.showSaveResult(fail(QStringLiteral("The keychain is locked.")));
        QVERIFY(dialog.isVisible());
        dialog.showSaveResult({});
        QVERIFY(!dialog.isVisible());
    }

    void keyIsOnlySentForTheKeychain()
    {
        Connection connection = localServer();
        connection.keyInKeychain = true;
        ConnectionDialog dialog(&m_theme, connection, false, {});
        for (QLineEdit *field : dialog.findChildren<QLineEdit *>()) {
            if (field->echoMode() == QLineEdit::Password)
                field->setText(QStringLiteral("secret"));
        }
        QCOMPARE(dialog.key(), QStringLiteral("secret"));
        dialog.findChildren<QComboBox *>().first()->setCurrentIndex(2); // no key needed
        QVERIFY(dialog.key().isEmpty());
        QVERIFY(!dialog.connection().keyInKeychain);
    }

    void revokeAsksForTheRightApproval()
    {
        ApprovalsSection section(&m_theme);
        RememberedDecision approval;
        approval.id = QStringLiteral("a1");
        approval.tool = QStringLiteral("execute_code");
        approval.scope = Remember::ToolAlways;
        section.setApprovals({approval}, {});
        QSignalSpy revoked(&section, &ApprovalsSection::revokeRequested);
        button(&section, QStringLiteral("Revoke"))->click();
        QCOMPARE(revoked.first().first().toString(), approval.id);
    }

    void themeChoiceActsAtOnce()
    {
        Theme theme(ThemeMode::Light);
        AppearanceSection section(&theme);
        QSignalSpy chosen(&section, &AppearanceSection::modeChosen);
        auto *modes = section.findChild<QComboBox *>();
        modes->setCurrentIndex(modes->findData(int(ThemeMode::Dark)));
        Q_EMIT modes->activated(modes->currentIndex());
        QVERIFY(theme.isDark());
        QCOMPARE(chosen.count(), 1);
    }

private:
    Theme m_theme{ThemeMode::Light};
};

QTEST_MAIN(SettingsTest)
#include "settings_test.moc"
