// The network of a sandbox: the allow-list as it is typed, and the log of what code asks for.
#include "ui/common/widgets.h"
#include "ui/sandbox/network_log_filter.h"
#include "ui/sandbox/network_log_model.h"
#include "ui/sandbox/network_log_view.h"
#include "ui/sandbox/network_rules.h"
#include "ui/sandbox/network_rules_view.h"
#include "ui/sandbox/network_view.h"

#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QTreeWidget>

using namespace glasshouse;
using namespace glasshouse::ui;
using trace::NetworkRequest;

namespace {

AllowRule rule(const char *target, const QStringList &methods = {})
{
    return {QString::fromLatin1(target), methods};
}

NetworkRequest request(const QString &id, bool allowed)
{
    NetworkRequest request;
    request.id = id;
    request.method = QStringLiteral("GET");
    request.url = QStringLiteral("http://%1.example/").arg(id);
    request.verdict = allowed ? QStringLiteral("allowed") : QStringLiteral("denied");
    request.reason = allowed ? QStringLiteral("listed") : QStringLiteral("not_listed");
    request.sentence = QStringLiteral("Because of the list.");
    request.isOver = true;
    if (!allowed)
        request.rule = AllowRule{id + QStringLiteral(".example"), {}};
    return request;
}

SandboxAccess accessWith(const QVector<AllowRule> &rules)
{
    SandboxAccess access;
    access.allow = rules;
    return access;
}

} // namespace

class NetworkTest : public QObject
{
    Q_OBJECT

private:
    Theme m_theme{ThemeMode::Dark};

    template<typename Widget> Widget *part(const QWidget &of, const char *name)
    {
        return of.findChild<Widget *>(QLatin1String(name));
    }

    // Shortcuts are for the window in front.
    void bringToFront(QWidget &view, QWidget *focus)
    {
        view.resize(1000, 300);
        view.show();
        QVERIFY(QTest::qWaitForWindowActive(&view));
        focus->setFocus();
    }

    void type(const NetworkRulesView &view, const char *field, const QString &text)
    {
        auto *edit = part<QLineEdit>(view, field);
        edit->clear();
        QTest::keyClicks(edit, text);
    }

private Q_SLOTS:
    void whatIsTypedBecomesTheRuleThatCounts()
    {
        QCOMPARE(ruleFromText(QStringLiteral(" Example.COM. "), QStringLiteral("post, get,GET")).value(),
                 rule("example.com", {QStringLiteral("GET"), QStringLiteral("POST")}));
    }

    void aWrongTargetIsExplainedWhileItIsTyped()
    {
        NetworkRulesView view(&m_theme);
        type(view, "ruleTarget", QStringLiteral("*.com"));
        QVERIFY(!view.problem().isEmpty());
        QVERIFY(!part<QPushButton>(view, "addRule")->isEnabled());
        type(view, "ruleTarget", QStringLiteral("a.example"));
        QVERIFY(view.problem().isEmpty());
        QVERIFY(part<QPushButton>(view, "addRule")->isEnabled());
        type(view, "ruleMethods", QStringLiteral("CONNECT"));
        QVERIFY(!view.problem().isEmpty());
    }

    void anAddressOfThisNetworkIsNotForProjects_data()
    {
        QTest::addColumn<QString>("target");
        for (const char *target : {"127.0.0.1", "http://10.0.0.1:8080", "[::1]", "169.254.169.254"})
            QTest::newRow(target) << QString::fromLatin1(target);
    }

    void anAddressOfThisNetworkIsNotForProjects()
    {
        QFETCH(QString, target);
        const auto refused = ruleFromText(target, {});
        QVERIFY(!refused);
        QVERIFY(refused.error().message.contains(u"project"));
    }

    void enterAddsARule()
    {
        NetworkRulesView view(&m_theme);
        QSignalSpy edited(&view, &NetworkRulesView::accessEdited);
        type(view, "ruleTarget", QStringLiteral("a.example"));
        QTest::keyClick(part<QLineEdit>(view, "ruleTarget"), Qt::Key_Return);
        QCOMPARE(edited.size(), 1);
        QCOMPARE(edited.first().first().value<SandboxAccess>().allow, QVector{rule("a.example")});
        QVERIFY(part<QLineEdit>(view, "ruleTarget")->text().isEmpty());
    }

    void theSameTargetGainsTheMethods()
    {
        const QVector<AllowRule> rules{rule("a.example", {QStringLiteral("GET")})};
        QCOMPARE(withRule(rules, rule("A.example", {QStringLiteral("POST")})),
                 QVector{rule("a.example", {QStringLiteral("GET"), QStringLiteral("POST")})});
        QCOMPARE(withRule(rules, rule("a.example")), QVector{rule("a.example")});
    }

    void aRuleIsChangedAndRemovedByKeyboard()
    {
        NetworkRulesView view(&m_theme);
        view.setAccess(accessWith({rule("a.example"), rule("b.example")}));
        QSignalSpy edited(&view, &NetworkRulesView::accessEdited);
        auto *list = view.findChild<QTreeWidget *>();
        bringToFront(view, list);
        list->setCurrentItem(list->topLevelItem(1));
        QTest::keyClick(list, Qt::Key_F2);
        QCOMPARE(part<QLineEdit>(view, "ruleTarget")->text(), QStringLiteral("b.example"));
        type(view, "ruleTarget", QStringLiteral("c.example"));
        QTest::keyClick(part<QLineEdit>(view, "ruleTarget"), Qt::Key_Return);
        QCOMPARE(edited.takeFirst().first().value<SandboxAccess>().allow,
                 QVector({rule("a.example"), rule("c.example")}));
        list->setFocus();
        QTest::keyClick(list, Qt::Key_Delete);
        QCOMPARE(edited.takeFirst().first().value<SandboxAccess>().allow, QVector{rule("a.example")});
    }

    void escapeLeavesTheRuleAsItIs()
    {
        NetworkRulesView view(&m_theme);
        view.setAccess(accessWith({rule("a.example")}));
        auto *list = view.findChild<QTreeWidget *>();
        bringToFront(view, list);
        list->setCurrentItem(list->topLevelItem(0));
        QTest::keyClick(list, Qt::Key_F2);
        QTest::keyClick(part<QLineEdit>(view, "ruleTarget"), Qt::Key_Escape);
        QSignalSpy edited(&view, &NetworkRulesView::accessEdited);
        type(view, "ruleTarget", QStringLiteral("b.example"));
        QTest::keyClick(part<QLineEdit>(view, "ruleTarget"), Qt::Key_Return);
        QCOMPARE(edited.first().first().value<SandboxAccess>().allow.size(), 2);
    }

    void askingIsASwitch()
    {
        NetworkView view(&m_theme);
        QSignalSpy edited(&view, &NetworkView::accessEdited);
        part<QCheckBox>(view, "askForUnlisted")->click();
        QVERIFY(edited.first().first().value<SandboxAccess>().asksForUnlisted);
    }

    void aRequestIsOneRowFromItsBeginningToItsEnd()
    {
        NetworkLogModel model(&m_theme);
        auto one = request(QStringLiteral("a"), true);
        one.isOver = false;
        model.add(one);
        model.flush();
        one.isOver = true;
        one.status = 200;
        model.add(one);
        one.isOver = false; // the event of its beginning, late
        model.add(one);
        model.flush();
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.index(0, NetworkLogModel::Status).data().toString(), QStringLiteral("200"));
    }

    void aFloodIsBounded()
    {
        NetworkLogModel model(&m_theme);
        for (int i = 0; i < 20'000; ++i) {
            model.add(request(QString::number(i), i % 2));
            if (i % 900 == 0)
                model.flush();
        }
        model.flush();
        QCOMPARE(model.rowCount(), NetworkLogModel::MostRows);
        QCOMPARE(model.requestAt(model.rowCount() - 1)->id, QStringLiteral("19999"));
        QCOMPARE(model.deniedCount(), NetworkLogModel::MostRows / 2);
        auto last = request(QStringLiteral("19998"), true);
        model.add(last);
        model.flush();
        QCOMPARE(model.rowCount(), NetworkLogModel::MostRows);
        QCOMPARE(model.requestAt(model.rowCount() - 2)->verdict, QStringLiteral("allowed"));
    }

    void theFilterLeavesWhatWasDenied()
    {
        NetworkLogView view(&m_theme);
        view.add(request(QStringLiteral("a"), true));
        view.add(request(QStringLiteral("b"), false));
        view.flush();
        auto *table = part<QTableView>(view, "requests");
        QCOMPARE(table->model()->rowCount(), 2);
        part<QPushButton>(view, "deniedOnly")->click();
        QCOMPARE(table->model()->rowCount(), 1);
        QVERIFY(table->model()->index(0, NetworkLogModel::Url).data().toString().contains(u"b.example"));
    }

    void oneClickOnADenialAsksForTheRule()
    {
        NetworkLogView view(&m_theme);
        view.add(request(QStringLiteral("a"), false));
        view.flush();
        bringToFront(view, &view);
        QSignalSpy wanted(&view, &NetworkLogView::ruleRequested);
        auto *table = part<QTableView>(view, "requests");
        const QRect cell = table->visualRect(table->model()->index(0, NetworkLogModel::Allow));
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, cell.center());
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted.first().first().value<AllowRule>(), rule("a.example"));
        QTest::mouseClick(part<QPushButton>(view, "allowRequest"), Qt::LeftButton); // the same by button
        QCOMPARE(wanted.size(), 2);
    }

    void noRuleIsOfferedForAnAddressOfThisNetwork()
    {
        NetworkLogView view(&m_theme);
        auto local = request(QStringLiteral("a"), false);
        local.rule = rule("127.0.0.1");
        view.add(local);
        view.flush();
        auto *table = part<QTableView>(view, "requests");
        QVERIFY(table->model()->index(0, NetworkLogModel::Allow).data().toString().isEmpty());
        table->setCurrentIndex(table->model()->index(0, 0));
        QVERIFY(!part<QPushButton>(view, "allowRequest")->isEnabled());
        QVERIFY(part<QPushButton>(view, "allowRequest")->toolTip().contains(u"project"));
    }

    void foreignTextIsShownNotInterpreted()
    {
        NetworkLogView view(&m_theme);
        auto evil = request(QStringLiteral("a"), false);
        evil.url = QStringLiteral("http://a/<b>\u202egpj.exe");
        evil.sentence = QStringLiteral("<img src=http://evil/>");
        view.add(evil);
        view.flush();
        const auto *model = part<QTableView>(view, "requests")->model();
        const auto url = model->index(0, NetworkLogModel::Url);
        QVERIFY(!url.data().toString().contains(QChar(0x202e)));
        QVERIFY(!url.data(Qt::ToolTipRole).toString().contains(QChar(0x202e)));
        QVERIFY(!model->index(0, NetworkLogModel::Reason).data(Qt::ToolTipRole).toString().contains(u"<img"));
    }

    void selectedRequestsAreCopiedAsText()
    {
        NetworkLogView view(&m_theme);
        view.add(request(QStringLiteral("a"), false));
        view.flush();
        auto *table = part<QTableView>(view, "requests");
        bringToFront(view, table);
        table->selectRow(0);
        QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
        const QString copied = QGuiApplication::clipboard()->text();
        QVERIFY(copied.contains(u"http://a.example/"));
        QVERIFY(copied.contains(u"not listed"));
    }

    void eventsOfTheThreadFillTheLogAgain()
    {
        NetworkView view(&m_theme);
        const auto one = request(QStringLiteral("a"), false);
        const trace::Event event{
            1, QStringLiteral("run_1"), 0, trace::event_type::NetworkRequest, {}, 0, one.toJson()};
        const trace::Event cut{2, QStringLiteral("run_1"),         0, trace::event_type::NetworkLogCut, {},
                               0, {{QStringLiteral("kept"), 2000}}};
        view.noteRequest(request(QStringLiteral("of another thread"), true));
        view.setEvents({event, cut});
        QCOMPARE(view.requestCount(), 1);
        const auto labels = view.findChildren<QLabel *>();
        QVERIFY(std::any_of(labels.begin(), labels.end(),
                            [](const QLabel *label) { return label->text().contains(u"2000"); }));
    }

    void aDenialInTheViewBecomesARuleOfTheProfile()
    {
        NetworkView view(&m_theme);
        SandboxProfile profile;
        profile.access = accessWith({rule("b.example")});
        view.setProfile(profile);
        view.noteRequest(request(QStringLiteral("a"), false));
        view.setEvents({});
        view.noteRequest(request(QStringLiteral("a"), false));
        auto *log = view.findChild<NetworkLogView *>();
        log->flush();
        QSignalSpy edited(&view, &NetworkView::accessEdited);
        auto *table = part<QTableView>(view, "requests");
        table->setCurrentIndex(table->model()->index(0, 0));
        part<QPushButton>(view, "allowRequest")->click();
        QCOMPARE(edited.first().first().value<SandboxAccess>().allow,
                 QVector({rule("b.example"), rule("a.example")}));
    }
};

QTEST_MAIN(NetworkTest)
#include "network_test.moc"
