// How long a 10,000-message thread takes to open and to scroll, and what streaming costs; JSON on standard
// output.
#include "core/base/json.h"
#include "core/model/message.h"
#include "ui/chat/chat_page.h"
#include "ui/chat/conversation_view.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QScrollBar>
#include <QTextStream>

#include <algorithm>

using namespace glasshouse;
using namespace glasshouse::ui;
namespace type = glasshouse::trace::event_type;

namespace {

constexpr int Turns = 5000; // a question and an answer each

QVector<trace::Event> turn(int number)
{
    const QString run = QStringLiteral("run_%1").arg(number);
    Message answer;
    answer.id = QStringLiteral("msg_%1").arg(number);
    answer.role = Role::Assistant;
    answer.author = QStringLiteral("DataAnalyst");
    answer.text =
        QStringLiteral("Answer **%1** with `code`, a list:\n\n- one\n- two\n\n```python\nprint(%1)\n```\n")
            .arg(number);
    return {{1,
             run,
             number,
             type::RunStarted,
             {},
             0,
             {{QStringLiteral("kind"), QStringLiteral("agent")},
              {QStringLiteral("input"), QStringLiteral("Question %1").arg(number)}}},
            {2, run, number, type::MessageAdded, {}, 0, {{QStringLiteral("message"), answer.toJson()}}},
            {3,
             run,
             number,
             type::RunFinished,
             {},
             0,
             {{QStringLiteral("status"), QStringLiteral("completed")}}}};
}

double milliseconds(const QElapsedTimer &timer)
{
    return double(timer.nsecsElapsed()) / 1e6;
}

double scrollStepP95(ConversationView *view)
{
    QVector<double> steps;
    for (int i = 0; i < 200; ++i) {
        QElapsedTimer timer;
        timer.start();
        view->verticalScrollBar()->setValue(view->verticalScrollBar()->value() - 120);
        QApplication::processEvents();
        steps.append(milliseconds(timer));
    }
    std::sort(steps.begin(), steps.end());
    return steps.at(steps.size() * 95 / 100);
}

double slowestStreamBatch(ChatPage &page)
{
    page.applyEvent({1,
                     QStringLiteral("run_live"),
                     0,
                     type::RunStarted,
                     {},
                     0,
                     {{QStringLiteral("input"), QStringLiteral("go")}}});
    double slowest = 0;
    for (int i = 0; i < 400; ++i) {
        page.applyEvent({2 + i,
                         QStringLiteral("run_live"),
                         0,
                         type::TextDelta,
                         {},
                         0,
                         {{QStringLiteral("text"),
                           QStringLiteral("Some more words of an answer that goes on. ").repeated(3)}}});
        QElapsedTimer timer;
        timer.start();
        page.findChild<ConversationView *>()->refresh();
        QApplication::processEvents();
        slowest = std::max(slowest, milliseconds(timer));
    }
    return slowest;
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    Theme theme(ThemeMode::Light);
    ChatPage page(&theme);
    page.resize(1100, 800);
    page.show();
    QVector<trace::Event> events;
    for (int i = 0; i < Turns; ++i)
        events += turn(i);
    QElapsedTimer timer;
    timer.start();
    page.setEvents(events);
    QApplication::processEvents();
    const double open = milliseconds(timer);
    const double scroll = scrollStepP95(page.findChild<ConversationView *>());
    const double stream = slowestStreamBatch(page);
    const QJsonObject result{{QStringLiteral("type"), QStringLiteral("result")},
                             {QStringLiteral("messages"), 2 * Turns},
                             {QStringLiteral("open_ms"), open},
                             {QStringLiteral("scroll_step_p95_ms"), scroll},
                             {QStringLiteral("stream_batch_max_ms"), stream}};
    QTextStream(stdout) << toCompactJson(result) << Qt::endl;
    return 0;
}
