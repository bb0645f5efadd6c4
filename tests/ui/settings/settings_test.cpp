#include "ui/settings/about_section.h"
#include "ui/settings/appearance_section.h"
#include "ui/settings/approvals_section.h"
#include "ui/settings/connection_dialog.h"
#include "ui/settings/connections_section.h"
#include "ui/settings/settings_page.h"
#include "ui/settings/text_dialog.h"

#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
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

// Of the text dialog that was opened last.
QString shownText(const QWidget &parent)
{
    const auto dialogs = parent.findChildren<TextDialog *>();
    return dialogs.isEmpty() ? QString() : dialogs.last()->findChild<QPlainTextEdit *>()->toPlainText();
}

} // namespace

class SettingsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aboutTellsVersionsAndLicences()
    {
        AboutSection about(&m_theme);
        about.setComponents({{QStringLiteral("SQLite"), QStringLiteral("3.40.1"), QStringLiteral("blessing"),
                              QStringLiteral("https://sqlite.org")}});
        QVERIFY(shows(&about, QStringLiteral("SQLite 3.40.1")));
        QVERIFY(shows(&about, QStringLiteral("blessing")));
        QTest::mouseClick(button(&about, QStringLiteral("Read it")), Qt::LeftButton);
        QVERIFY(shownText(about).contains(u"GNU GENERAL PUBLIC LICENSE"));
        QTest::mouseClick(button(&about, QStringLiteral("Third parties")), Qt::LeftButton);
        QVERIFY(shownText(about).contains(u"https://sqlite.org"));
        QVERIFY(shownText(about).contains(u"ISC License"));
    }

    void aboutCopiesTheReportThatItAskedFor()
    {
        AboutSection about(&m_theme);
        QSignalSpy requested(&about, &AboutSection::reportRequested);
        QPushButton *copy = button(&about, QStringLiteral("Copy the report"));
        QTest::mouseClick(copy, Qt::LeftButton);
        QCOMPARE(requested.size(), 1);
        QVERIFY(!copy->isEnabled()); // until the answer is there
        about.takeReport(QStringLiteral("qemu  7.2\nThe sandbox is ok.\n"));
        QVERIFY(copy->isEnabled());
        QVERIFY(QGuiApplication::clipboard()->text().startsWith(u"qemu  7.2"));
    }

    void aboutShowsTheReportThatItAskedFor()
    {
        AboutSection about(&m_theme);
        QGuiApplication::clipboard()->setText(QStringLiteral("mine"));
        QTest::mouseClick(button(&about, QStringLiteral("Show")), Qt::LeftButton);
        about.takeReport(QStringLiteral("The sandbox is ok.\n"));
        QVERIFY(shownText(about).contains(u"The sandbox is ok."));
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("mine"));
    }

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
