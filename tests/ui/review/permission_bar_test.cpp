#include "ui/review/permission_bar.h"

#include "ui/common/widgets.h"

#include <QSignalSpy>
#include <QTest>

using namespace glasshouse;
using namespace glasshouse::ui;

namespace {

PermissionQuestion question(const QString &id)
{
    PermissionQuestion question;
    question.id = id;
    question.session = id;
    question.run = QStringLiteral("run_1");
    question.profile = QStringLiteral("default");
    question.method = QStringLiteral("GET");
    question.url = QStringLiteral("http://%1.example/").arg(id);
    question.sentence = QStringLiteral("It is not on the allow-list.");
    question.rule = AllowRule{id + QStringLiteral(".example"), {}};
    return question;
}

} // namespace

class PermissionBarTest : public QObject
{
    Q_OBJECT

private:
    Theme m_theme{ThemeMode::Light};
    std::unique_ptr<PermissionQueue> m_queue;
    std::unique_ptr<PermissionBar> m_bar;
    PermissionFacts m_facts;

    [[nodiscard]] QPushButton *button(const char *name) const
    {
        return m_bar->findChild<QPushButton *>(QLatin1String(name));
    }
    [[nodiscard]] QString shownRequest() const
    {
        return m_bar->findChild<QWidget *>(QStringLiteral("permissionRequest"))->accessibleName();
    }

private Q_SLOTS:
    void init()
    {
        m_facts = {QStringLiteral("in the thread Sales"), {}};
        m_queue = std::make_unique<PermissionQueue>();
        m_bar = std::make_unique<PermissionBar>(&m_theme, m_queue.get(),
                                                [this](const PermissionQuestion &) { return m_facts; });
    }
    void cleanup() { m_bar.reset(); }

    void isThereOnlyWhileSomethingWaits()
    {
        QVERIFY(m_bar->isHidden());
        m_queue->add(question(QStringLiteral("a")));
        QVERIFY(!m_bar->isHidden());
        QCOMPARE(shownRequest(), QStringLiteral("GET http://a.example/"));
        m_queue->withdraw(QStringLiteral("a"));
        QVERIFY(m_bar->isHidden());
    }

    void aClickMeantForSomethingElseAllowsNothing()
    {
        m_queue->add(question(QStringLiteral("a")));
        for (const char *name : {"permissionOnce", "permissionForRun", "permissionAlways"})
            QVERIFY(!button(name)->isEnabled());
        QVERIFY(button("permissionDeny")->isEnabled());
        QTRY_VERIFY(button("permissionOnce")->isEnabled());
        m_queue->add(question(QStringLiteral("b")));
        button("permissionOnce")->click();
        QCOMPARE(m_bar->shownQuestion(), QStringLiteral("b"));
        QVERIFY(!button("permissionOnce")->isEnabled()); // of the next one
    }

    void answersTheShownQuestion_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<PermissionAnswer>("answer");
        QTest::newRow("deny") << QByteArray("permissionDeny") << PermissionAnswer::Deny;
        QTest::newRow("once") << QByteArray("permissionOnce") << PermissionAnswer::AllowOnce;
        QTest::newRow("for the run") << QByteArray("permissionForRun") << PermissionAnswer::AllowForRun;
    }

    void answersTheShownQuestion()
    {
        QFETCH(QByteArray, name);
        QFETCH(PermissionAnswer, answer);
        m_queue->add(question(QStringLiteral("a")));
        m_queue->add(question(QStringLiteral("b")));
        QSignalSpy answered(m_queue.get(), &PermissionQueue::answered);
        QTRY_VERIFY(button(name.constData())->isEnabled());
        button(name.constData())->click();
        QCOMPARE(answered.size(), 1);
        QCOMPARE(answered.first().at(0).value<PermissionQuestion>().id, QStringLiteral("a"));
        QVERIFY(answered.first().at(1).value<PermissionAnswer>() == answer);
    }

    void alwaysIsForTheWindowToWriteFirst()
    {
        m_queue->add(question(QStringLiteral("a")));
        QSignalSpy chosen(m_bar.get(), &PermissionBar::alwaysChosen);
        QTRY_VERIFY(button("permissionAlways")->isEnabled());
        button("permissionAlways")->click();
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(m_queue->pending().size(), 1);
    }

    void saysWhyAnAnswerIsNotPossible()
    {
        m_facts.whyNotAlways = QStringLiteral("It belongs to another project.");
        auto late = question(QStringLiteral("a"));
        late.run.clear();
        m_queue->add(late);
        QTRY_VERIFY(button("permissionOnce")->isEnabled());
        QVERIFY(!button("permissionForRun")->isEnabled());
        QVERIFY(button("permissionForRun")->toolTip().contains(u"over"));
        QVERIFY(!button("permissionAlways")->isEnabled());
        QVERIFY(button("permissionAlways")->toolTip().contains(u"another project"));
    }

    void decidingLaterLeavesItPending()
    {
        m_queue->add(question(QStringLiteral("a")));
        m_bar->findChild<IconButton *>()->click();
        QVERIFY(m_bar->isHidden());
        QCOMPARE(m_queue->pending().size(), 1);
        m_bar->open();
        QVERIFY(!m_bar->isHidden());
    }

    void whatHidesInAnAddressIsShown()
    {
        auto evil = question(QStringLiteral("a"));
        evil.url = QStringLiteral("http://a/\u202egpj.exe");
        m_queue->add(evil);
        QVERIFY(!shownRequest().contains(QChar(0x202e)));
    }
};

QTEST_MAIN(PermissionBarTest)
#include "permission_bar_test.moc"
