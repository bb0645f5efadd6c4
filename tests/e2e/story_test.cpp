// The two stories of README.md, "Start", told with real mouse and key events in the real window, with a real
// micro-VM behind it. Prints the longest stall of the main thread as JSON; leaves screenshots.

#include "tests/e2e/story.h"

#include "ui/chat/artifact_row.h"
#include "ui/chat/chat_page.h"
#include "ui/chat/composer.h"
#include "ui/graph/graph_editor.h"
#include "ui/graph/graph_scene.h"
#include "ui/graph/graph_view.h"
#include "ui/graph/palette_panel.h"
#include "ui/mainwindow/run_input_bar.h"
#include "ui/common/project_document.h"
#include "ui/project/sample_card.h"
#include "ui/review/review_dialog.h"
#include "ui/sandbox/artifact_view.h"

#include <QLineEdit>
#include <QListWidget>
#include <QTest>

using namespace glasshouse;
using namespace glasshouse::e2e;
namespace type = trace::event_type;

namespace {

constexpr int windowMs = 20'000;   // for the window to answer
constexpr int sandboxMs = 400'000; // for a template to be made first, on a loaded machine
constexpr int runMs = 120'000;

} // namespace

class StoryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_story = std::make_unique<Story>();
        QVERIFY(QTest::qWaitForWindowExposed(&m_story->window(), windowMs));
    }

    void cleanupTestCase()
    {
        std::printf(R"({"type":"result","longest_stall_ms":%.1f,"stalls_over_50_ms":%d})" "\n", m_story->stalls().longestMs(),
                    m_story->stalls().stallsOver50Ms());
        m_story.reset();
    }

    void cleanup()
    {
        if (QTest::currentTestFailed())
            m_story->screenshot(QStringLiteral("failed-") + QString::fromLatin1(QTest::currentTestFunction()));
    }

    void opensASampleFromTheGallery()
    {
        m_story->screenshot(u"gallery-light"_qs);
        openSample(u"sales-analysis"_qs);
        QTRY_COMPARE_WITH_TIMEOUT(m_story->window().document().project().name, u"sales-analysis"_qs, windowMs);
    }

    void asksForAReviewBeforeCodeRuns()
    {
        m_story->window().showPage(ui::MainWindow::Page::Chat);
        QTRY_VERIFY_WITH_TIMEOUT(m_story->find<ui::ComposerEdit>(), windowMs);
        m_story->screenshot(u"chat-empty-light"_qs);
        m_story->send(u"Create the data and chart sales by region"_qs);
        QTRY_VERIFY_WITH_TIMEOUT(m_story->find<ui::ReviewDialog>(), runMs);
        QCOMPARE(m_story->count(type::ExecStarted), 0);
        m_story->screenshot(u"review-first-light"_qs);
    }

    void runsTheEditedCodeInTheMicroVm()
    {
        auto *edit = m_story->button(u"Edit and approve"_qs);
        QVERIFY(edit);
        m_story->hand().click(*edit);
        m_story->hand().key(u"ctrl+Home"_qs);
        m_story->hand().type(u"print('edited in the review')"_qs);
        m_story->hand().key(u"Return"_qs);
        m_story->screenshot(u"review-edited-light"_qs);
        m_story->hand().key(u"ctrl+Return"_qs);
        QTRY_COMPARE_WITH_TIMEOUT(m_story->count(type::RunFinished), 1, sandboxMs);
        QVERIFY(m_story->outputOf(type::ExecOutput, "text").contains(u"edited in the review"_qs));
        QVERIFY(m_story->outputOf(type::ApprovalDecided, "decision").contains(u"edited"_qs));
    }

    void showsTheChartInTheChatAndOpensIt()
    {
        QTRY_VERIFY_WITH_TIMEOUT(m_story->find<ui::ArtifactRow>(), windowMs);
        m_story->screenshot(u"chat-chart-light"_qs);
        m_story->hand().click(*m_story->find<ui::ArtifactRow>()->findChild<QAbstractButton *>());
        QTRY_VERIFY_WITH_TIMEOUT(m_story->find<ui::ArtifactView>(), windowMs);
        m_story->screenshot(u"artifact-light"_qs);
        m_story->hand().key(u"Escape"_qs);
        QTRY_VERIFY_WITH_TIMEOUT(!m_story->find<ui::ArtifactView>(), windowMs);
    }

    void buildsOnTheVariablesOfTheFirstMessage()
    {
        m_story->send(u"Now the monthly trend, and flag the outliers"_qs);
        QTRY_VERIFY_WITH_TIMEOUT(m_story->find<ui::ReviewDialog>(), runMs);
        m_story->shootBothThemes(u"review"_qs);
        m_story->hand().key(u"ctrl+Return"_qs);
        QTRY_COMPARE_WITH_TIMEOUT(m_story->count(type::RunFinished), 2, runMs);
        QVERIFY(!m_story->outputOf(type::ExecOutput, "text").contains(u"NameError"_qs));
        QVERIFY(m_story->count(type::ArtifactAdded) >= 2);
        m_story->shootBothThemes(u"chat"_qs);
    }

    void asksBeforeAProgramOfThisMachineStarts()
    {
        openSample(u"price-check"_qs);
        QTRY_COMPARE_WITH_TIMEOUT(m_story->window().document().project().name, u"price-check"_qs, windowMs);
        m_story->window().showPage(ui::MainWindow::Page::Chat);
        QTRY_VERIFY_WITH_TIMEOUT(m_story->find<ui::ComposerEdit>(), windowMs);
        const auto finished = m_story->count(type::RunFinished);
        const auto asked = m_story->count(type::ApprovalRequested);
        m_story->send(u"Which supplier is cheapest for our whole shopping list?"_qs);
        approveNext(asked + 1, u"review-calls-tool"_qs);
        approveNext(asked + 2, u"review-program"_qs);
        QTRY_COMPARE_WITH_TIMEOUT(m_story->count(type::RunFinished), finished + 1, sandboxMs);
        const QString printed = m_story->outputOf(type::ExecOutput, "text");
        QVERIFY2(printed.contains(u"Cheapest: "), qPrintable(printed));
        m_story->shootBothThemes(u"chat-nested"_qs);
    }

    void drawsAnAgentIntoAWorkflow()
    {
        openSample(u"research-pipeline"_qs);
        QTRY_COMPARE_WITH_TIMEOUT(m_story->window().document().project().name, u"research-pipeline"_qs, windowMs);
        m_story->window().showPage(ui::MainWindow::Page::Design);
        QTRY_VERIFY_WITH_TIMEOUT(m_story->find<ui::GraphView>(), windowMs);
        const auto before = workflow();
        const auto nodes = before.nodes.size();

        auto *palette = m_story->find<ui::PalettePanel>();
        QVERIFY(palette);
        auto *agent = palette->list()->findItems(u"Agent"_qs, Qt::MatchExactly).value(0);
        QVERIFY(agent);
        auto *list = palette->list();
        const auto from = list->viewport()->mapToGlobal(list->visualItemRect(agent).center());
        const auto *view = m_story->find<ui::GraphView>();
        m_story->hand().drag(from, view->mapToGlobal(QPoint(view->width() / 2, view->height() * 3 / 4)));
        QTRY_COMPARE_WITH_TIMEOUT(workflow().nodes.size(), nodes + 1, windowMs);
    }

    void wiresItByDraggingBetweenPorts()
    {
        const auto added = workflow().nodes.last();
        const auto edges = workflow().edges.size();
        const auto from = portOnScreen({.port = {u"researcher"_qs, u"out"_qs}, .isOutput = true});
        const auto to = portOnScreen({.port = {added.id, u"in"_qs}, .isOutput = false});
        m_story->hand().drag(from, to);
        QTRY_COMPARE_WITH_TIMEOUT(workflow().edges.size(), edges + 1, windowMs);
        m_story->screenshot(u"canvas-wired-light"_qs);
    }

    void undoesBothSteps()
    {
        const auto edges = workflow().edges.size();
        const auto nodes = workflow().nodes.size();
        m_story->hand().key(u"ctrl+z"_qs);
        QTRY_COMPARE_WITH_TIMEOUT(workflow().edges.size(), edges - 1, windowMs);
        m_story->hand().key(u"ctrl+z"_qs);
        QTRY_COMPARE_WITH_TIMEOUT(workflow().nodes.size(), nodes - 1, windowMs);
    }

    void runsTheWorkflowToItsReport()
    {
        const auto finished = m_story->count(type::RunFinished);
        m_story->hand().key(u"F5"_qs);
        QTRY_VERIFY_WITH_TIMEOUT(m_story->find<ui::RunInputBar>(), windowMs);
        m_story->hand().key(u"Return"_qs);
        QTRY_VERIFY_WITH_TIMEOUT(m_story->find<ui::ReviewDialog>(), runMs);
        m_story->screenshot(u"workflow-review-light"_qs);
        m_story->hand().key(u"Escape"_qs);
        QTRY_VERIFY_WITH_TIMEOUT(!m_story->find<ui::ReviewDialog>(), windowMs);
        m_story->shootBothThemes(u"canvas-waiting"_qs);

        // Closing decides nothing.
        QCOMPARE(m_story->session().engine().approvals().pending().size(), 1);
        m_story->hand().click(*approvalsButton());
        QTRY_VERIFY_WITH_TIMEOUT(m_story->find<ui::ReviewDialog>(), windowMs);
        m_story->hand().key(u"ctrl+Return"_qs);
        QTRY_COMPARE_WITH_TIMEOUT(m_story->count(type::RunFinished), finished + 1, sandboxMs);
        QCOMPARE(m_story->events().last().data.value(u"status"_qs).toString(), u"completed"_qs);
        QVERIFY(!m_story->events().last().data.value(u"output"_qs).toString().isEmpty());
        m_story->shootBothThemes(u"canvas"_qs);
    }

    void showsEveryPageInBothThemes()
    {
        using Page = ui::MainWindow::Page;
        for (const auto &[page, name] : {std::pair{Page::Runs, "runs"}, {Page::Sandbox, "sandbox"}, {Page::Settings, "settings"}}) {
            m_story->window().showPage(page);
            m_story->shootBothThemes(QString::fromLatin1(name));
        }
    }

private:
    void openSample(const QString &name)
    {
        m_story->window().showPage(ui::MainWindow::Page::Start);
        const auto isIt = [&name](const ui::SampleCard &card) { return card.sample().name == name; };
        QTRY_VERIFY_WITH_TIMEOUT(m_story->find<ui::SampleCard>(isIt), windowMs);
        auto *card = m_story->find<ui::SampleCard>(isIt);
        // The gallery arranges its cards anew when the columns beside it go: a hand waits until they lie still.
        QPoint lastSeen;
        const auto liesStill = [&lastSeen, card] {
            const auto now = centreOf(*card);
            return std::exchange(lastSeen, now) == now && QApplication::widgetAt(now) == card;
        };
        QTRY_VERIFY_WITH_TIMEOUT(liesStill(), windowMs);
        m_story->hand().click(*card);
    }

    void approveNext(int number, const QString &picture)
    {
        QTRY_COMPARE_WITH_TIMEOUT(m_story->count(type::ApprovalRequested), number, sandboxMs);
        QTRY_VERIFY_WITH_TIMEOUT(m_story->find<ui::ReviewDialog>(), windowMs);
        m_story->shootBothThemes(picture);
        m_story->hand().key(u"ctrl+Return"_qs);
        QTRY_VERIFY_WITH_TIMEOUT(!m_story->find<ui::ReviewDialog>(), windowMs);
    }

    [[nodiscard]] QAbstractButton *approvalsButton() const
    {
        return m_story->find<QAbstractButton>([](const QAbstractButton &button) { return button.text().contains(u"approval"); });
    }

    [[nodiscard]] Workflow workflow() const { return m_story->window().document().project().workflows.first(); }

    [[nodiscard]] QPoint portOnScreen(const ui::PortHit &port) const
    {
        const auto *view = m_story->find<ui::GraphView>();
        return view->viewport()->mapToGlobal(view->mapFromScene(view->graphScene()->portPosition(port)));
    }

    std::unique_ptr<Story> m_story;
};

QTEST_MAIN(StoryTest)
#include "story_test.moc"
