#include "ui/mainwindow/run_tracker.h"

#include "tests/fakes/fake_workbench.h"
#include "ui/mainwindow/command_palette.h"
#include "ui/mainwindow/editor_tabs.h"
#include "ui/mainwindow/event_model.h"
#include "ui/mainwindow/status_bar.h"
#include "ui/mainwindow/thread_feed.h"
#include "ui/sandbox/sandbox_text.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace glasshouse;
using namespace glasshouse::ui;
namespace event_type = trace::event_type;

namespace {

Thread workflowThread()
{
    Thread thread;
    thread.id = QStringLiteral("t1");
    thread.workflow = QStringLiteral("pipeline");
    return thread;
}

QString text(const trace::Event &event)
{
    return event.data.value(u"text").toString();
}

} // namespace

class RunTrackingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_workbench = std::make_unique<FakeWorkbench>();
        m_workbench->threads = {workflowThread()};
    }

    void followsARunToItsEnd()
    {
        RunTracker tracker;
        connect(m_workbench.get(), &Workbench::eventRecorded, &tracker, &RunTracker::apply);
        QSignalSpy changed(&tracker, &RunTracker::runsChanged);
        const QString run = *m_workbench->runWorkflow(QStringLiteral("t1"), QStringLiteral("go"));
        QVERIFY(tracker.lastOfWorkflow(QStringLiteral("pipeline"))->isLive());
        QCOMPARE(tracker.lastLive()->run, run);
        m_workbench->stopRun(run);
        QVERIFY(!tracker.lastLive());
        QVERIFY(tracker.lastOfThread(QStringLiteral("t1"))->view.phase == trace::RunPhase::Cancelled);
        QTRY_COMPARE(changed.count(), 1); // gathered
    }

    void eventsCountOnceHoweverTheyCome()
    {
        RunTracker tracker;
        const QString run = *m_workbench->runWorkflow(QStringLiteral("t1"), QStringLiteral("go"));
        m_workbench->record(run, event_type::NodeStarted, {}, QStringLiteral("analyst"));
        const QVector<trace::Event> events = m_workbench->events.value(QStringLiteral("t1"));
        for (const trace::Event &event : events)
            tracker.apply(event, QStringLiteral("t1"));
        tracker.load(events, QStringLiteral("t1"));
        QCOMPARE(tracker.run(run)->view.nodes.value(QStringLiteral("analyst")).occurrences, 1);
    }

    void feedLosesAndRepeatsNothingAroundLoading()
    {
        const QString run = *m_workbench->runWorkflow(QStringLiteral("t1"), QStringLiteral("go"));
        ThreadFeed feed(m_workbench.get());
        QVector<trace::Event> seen;
        connect(&feed, &ThreadFeed::loaded, this,
                [&](const QVector<trace::Event> &events) { seen = events; });
        connect(&feed, &ThreadFeed::arrived, this, [&](const trace::Event &event) { seen.append(event); });
        feed.show(QStringLiteral("t1"));
        m_workbench->record(run, event_type::TextDelta, {{QStringLiteral("text"), QStringLiteral("a")}});
        QTRY_VERIFY(seen.size() >= 2);
        m_workbench->record(run, event_type::TextDelta, {{QStringLiteral("text"), QStringLiteral("b")}});
        QCOMPARE(seen, m_workbench->events.value(QStringLiteral("t1")));
    }

    void feedDropsTheAnswerForAnEarlierThread()
    {
        const QString run = *m_workbench->runWorkflow(QStringLiteral("t1"), QStringLiteral("go"));
        m_workbench->record(run, event_type::TextDelta);
        ThreadFeed feed(m_workbench.get());
        feed.show(QStringLiteral("t1"));
        QSignalSpy loaded(&feed, &ThreadFeed::loaded);
        feed.show(QStringLiteral("t2"));
        QTRY_COMPARE(loaded.count(), 2); // emptied, then the answer for t2
        QVERIFY(loaded.last().first().value<QVector<trace::Event>>().isEmpty());
    }

    void streamedTextIsOneRow()
    {
        Theme theme(ThemeMode::Light);
        EventModel model(&theme);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const QString run = *m_workbench->runWorkflow(QStringLiteral("t1"), QStringLiteral("go"));
        for (const auto *piece : {u"Ham", u"let"})
            m_workbench->record(run, event_type::TextDelta, {{QStringLiteral("text"), QString::fromUtf16(piece)}});
        model.setEvents(m_workbench->events.value(QStringLiteral("t1")));
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(text(*model.eventAt(1)), QStringLiteral("Hamlet"));
        QCOMPARE(model.index(1, EventModel::What).data().toString(), QStringLiteral("Text delta"));
    }

    void progressSaysWhatHowFarAndHowLong()
    {
        sandbox::Status status;
        status.state = sandbox::Status::State::BuildingImage;
        status.step = QStringLiteral("Unpacking packages");
        status.progress = 0.42;
        status.remainingMs = 170'000;
        QCOMPARE(progressText(status), QStringLiteral("Unpacking packages, 42 %, about 3 min left"));
        status.remainingMs = -1;
        QCOMPARE(progressText(status), QStringLiteral("Unpacking packages, 42 %"));
    }

    void acceleratorIsNamedWithItsConfinement()
    {
        sandbox::Status status;
        QCOMPARE(standingText(status), QString());
        status.accelerator = sandbox::Accelerator::Tcg;
        status.confined = true;
        QCOMPARE(standingText(status), QStringLiteral("software emulation, confined"));
    }

    void commandsMatchByTheirLettersInOrder()
    {
        QVERIFY(matchesInOrder(u"New workflow", u"nwf"));
        QVERIFY(matchesInOrder(u"New workflow", u"  NEW "));
        QVERIFY(matchesInOrder(u"New workflow", u""));
        QVERIFY(!matchesInOrder(u"New workflow", u"wfn"));
    }

    void tabsFollowRenamesAndForgetWhatIsGone()
    {
        using Kind = ProjectItem::Kind;
        Theme theme(ThemeMode::Light);
        EditorTabs tabs(&theme);
        const ProjectItem writer{Kind::Agent, QStringLiteral("Writer")};
        const ProjectItem poet{Kind::Agent, QStringLiteral("Poet")};
        tabs.open(writer, writer.name);
        tabs.open({Kind::Workflow, QStringLiteral("pipeline")}, QStringLiteral("Pipeline"));
        tabs.open(writer, writer.name);
        QCOMPARE(tabs.count(), 2);
        QCOMPARE(tabs.current(), writer);
        tabs.follow(writer, poet);
        QCOMPARE(tabs.current(), poet);
        Project project;
        project.agents.append(Agent{});
        project.agents.first().name = poet.name;
        tabs.setProject(project);
        QCOMPARE(tabs.toStrings(), QStringList{QStringLiteral("agent:Poet")});
    }

private:
    std::unique_ptr<FakeWorkbench> m_workbench;
};

QTEST_MAIN(RunTrackingTest)
#include "run_tracking_test.moc"
