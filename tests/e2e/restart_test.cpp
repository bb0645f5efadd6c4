// The window is killed while a person has something to decide. The real program, and nothing but its keyboard and
// its database.
#include "tests/e2e/x_input.h"

#include "core/store/store.h"
#include "core/trace/event.h"

#include <QDir>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace glasshouse;
using namespace glasshouse::e2e;
namespace type = trace::event_type;

namespace {

constexpr int windowMs = 20'000;
constexpr int answerMs = 4'000;    // of the window to keys, before they are pressed again
constexpr int sandboxMs = 400'000; // for a template to be made first, on a loaded machine
constexpr int attempts = 5;

} // namespace

class RestartTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(QDir().mkpath(project() + u"/agents"_qs) && QDir().mkpath(project() + u"/sandboxes"_qs));
        const QDir sample(QStringLiteral(GLASSHOUSE_SOURCE_DIR "/resources/samples/primes"));
        for (const auto &file : {u"glasshouse.json"_qs, u"agents/MathTutor.agent.json"_qs, u"sandboxes/default.sandbox.json"_qs})
            QVERIFY(QFile::copy(sample.filePath(file), project() + u'/' + file));
        m_environment.insert(u"GLASSHOUSE_HOME"_qs, m_home.path());
    }

    void init() { m_window = std::make_unique<QProcess>(); }
    void cleanup()
    {
        m_window->kill();
        m_window->waitForFinished(windowMs);
    }

    void isKilledWhileAnApprovalIsPending()
    {
        openWindow();
        for (int attempt = 0; attempt < attempts && runs().isEmpty(); ++attempt) { // until the project is open
            m_hand.key(u"ctrl+2"_qs);
            m_hand.key(u"ctrl+n"_qs);
            m_hand.type(u"Compute the sum of the first 50 primes"_qs);
            m_hand.key(u"Return"_qs);
            (void)QTest::qWaitFor([this] { return !runs().isEmpty(); }, answerMs);
        }
        QTRY_COMPARE_WITH_TIMEOUT(statusOfTheRun(), u"waiting"_qs, windowMs);
        QTRY_VERIFY_WITH_TIMEOUT(types().contains(type::ApprovalRequested), windowMs);
        screenshot(u"restart-before"_qs);
        QSignalSpy finished(m_window.get(), &QProcess::finished);
        m_window->kill();
        QVERIFY(finished.wait(windowMs));
        QCOMPARE(statusOfTheRun(), u"waiting"_qs);
        QVERIFY(!types().contains(type::ExecStarted));
    }

    void findsItWaitingAndRunsItOnceItIsApproved()
    {
        const auto before = types();
        QVERIFY(before.contains(type::ApprovalRequested));
        openWindow();
        for (int attempt = 0; attempt < attempts && !types().contains(type::ApprovalDecided); ++attempt) {
            QVERIFY(!types().contains(type::ExecStarted)); // a restart is no approval
            m_hand.key(u"ctrl+shift+a"_qs);
            screenshot(u"restart-after"_qs);
            m_hand.key(u"ctrl+Return"_qs);
            (void)QTest::qWaitFor([this] { return types().contains(type::ApprovalDecided); }, answerMs);
        }
        QTRY_COMPARE_WITH_TIMEOUT(statusOfTheRun(), u"completed"_qs, sandboxMs);
        const auto after = types();
        QCOMPARE(after.mid(0, before.size()), before); // it is the same run, gone on
        QCOMPARE(after.count(type::ApprovalRequested), 1);
        QCOMPARE(after.count(type::ExecFinished), 1);
        QVERIFY(after.indexOf(type::ExecStarted) > after.indexOf(type::ApprovalDecided));
        QVERIFY(output().contains(u"5117"_qs));
    }

private:
    [[nodiscard]] QString project() const { return m_home.filePath(u"primes"_qs); }

    void openWindow()
    {
        m_window->setProcessEnvironment(m_environment);
        m_window->setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_window->start(QStringLiteral(GLASSHOUSE_PROGRAM), {project()});
        m_hand.waitForWindow(u"Glasshouse"_qs);
    }

    template<typename T> [[nodiscard]] T ask(const std::function<void(Store &, Store::Answer<T>)> &question) const
    {
        Store store(m_home.filePath(u"data/glasshouse.sqlite"_qs));
        std::optional<T> answer;
        question(store, [&answer](const Result<T> &result) { answer = result.value_or(T()); });
        (void)QTest::qWaitFor([&answer] { return answer.has_value(); }, windowMs);
        return answer.value_or(T());
    }
    [[nodiscard]] QVector<RunRecord> runs() const
    {
        return ask<QVector<RunRecord>>([this](Store &store, auto answer) { store.listRuns(project(), &store, answer); });
    }
    [[nodiscard]] QString statusOfTheRun() const
    {
        const auto all = runs();
        return all.size() == 1 ? all.first().status : u"%1 runs"_qs.arg(all.size());
    }
    [[nodiscard]] QVector<trace::Event> events() const
    {
        const auto all = runs();
        return ask<QVector<trace::Event>>([&all](Store &store, auto answer) {
            store.loadEventsOfRun(all.isEmpty() ? QString() : all.first().id, &store, answer);
        });
    }
    [[nodiscard]] QStringList types() const
    {
        QStringList types;
        for (const auto &event : events())
            types << event.type;
        return types;
    }
    [[nodiscard]] QString output() const
    {
        QString text;
        for (const auto &event : events()) {
            if (event.type == type::ExecOutput)
                text += event.data.value(u"text"_qs).toString();
        }
        return text;
    }
    void screenshot(const QString &name)
    {
        const auto folder = qEnvironmentVariable("GLASSHOUSE_SCREENSHOTS", u"screenshots"_qs);
        QDir().mkpath(folder);
        m_hand.screenshot(folder + u'/' + name + u".png"_qs);
    }

    QTemporaryDir m_home;
    QProcessEnvironment m_environment = QProcessEnvironment::systemEnvironment();
    std::unique_ptr<QProcess> m_window;
    XInput m_hand;
};

QTEST_GUILESS_MAIN(RestartTest)
#include "restart_test.moc"
