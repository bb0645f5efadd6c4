#include "ui/chat/conversation.h"
#include "ui/chat/markdown_segments.h"
#include "ui/chat/run_facts.h"

#include "event_maker.h"

#include <QtTest>

using namespace glasshouse;
using namespace glasshouse::ui;
using glasshouse::ui::test::EventMaker;
namespace type = glasshouse::trace::event_type;

namespace {

Conversation folded(const QVector<trace::Event> &events)
{
    Conversation conversation;
    for (const trace::Event &event : events)
        fold(conversation, event);
    return conversation;
}

template<typename T> const T *first(const Conversation &conversation)
{
    for (const ConversationItem &item : conversation.items)
        if (const T *found = std::get_if<T>(&item.content))
            return found;
    return nullptr;
}

} // namespace

class ConversationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsTheInputOnce()
    {
        EventMaker make;
        const auto conversation =
            folded({make.started(QStringLiteral("hi")), make.user(QStringLiteral("hi"))});
        QCOMPARE(conversation.items.size(), 1);
        QCOMPARE(std::get<UserText>(conversation.items.first().content).text, QStringLiteral("hi"));
    }

    void streamedTextIsReplacedByTheMessage()
    {
        EventMaker make;
        Conversation conversation =
            folded({make.started(QStringLiteral("hi")), make.delta(QStringLiteral("Hel")),
                    make.delta(QStringLiteral("lo"))});
        QCOMPARE(first<AssistantText>(conversation)->text, QStringLiteral("Hello"));
        QVERIFY(first<AssistantText>(conversation)->streaming);
        fold(conversation, make.assistant(QStringLiteral("Hello.")));
        QCOMPARE(conversation.items.size(), 2);
        QCOMPARE(first<AssistantText>(conversation)->text, QStringLiteral("Hello."));
        QVERIFY(!first<AssistantText>(conversation)->streaming);
    }

    void aRetryDropsWhatWasStreamed()
    {
        EventMaker make;
        const auto conversation = folded(
            {make.started(QStringLiteral("hi")), make.delta(QStringLiteral("Half")),
             make.event(type::ModelCallRetrying, {{QStringLiteral("reason"), QStringLiteral("429")}})});
        QVERIFY(!first<AssistantText>(conversation));
        QVERIFY(first<Notice>(conversation)->text.contains(u"429"));
    }

    void aToolCallGoesThroughItsPhases()
    {
        EventMaker make;
        Conversation conversation =
            folded({make.started(QStringLiteral("hi")),
                    make.assistant(
                        {}, {{QStringLiteral("c1"), QStringLiteral("execute_code"), QStringLiteral("{}")}})});
        QCOMPARE(first<ToolCard>(conversation)->phase, ToolPhase::Requested);
        fold(conversation,
             make.approvalRequested(QStringLiteral("c1"), QStringLiteral("print(1)\nprint(2)")));
        QCOMPARE(first<ToolCard>(conversation)->phase, ToolPhase::WaitingForPerson);
        QCOMPARE(first<ToolCard>(conversation)->lineCount(), 2);
        fold(conversation, make.approvalDecided(QStringLiteral("c1"), QStringLiteral("approved")));
        QCOMPARE(first<ToolCard>(conversation)->phase, ToolPhase::Approved);
        fold(conversation, make.ofCall(type::ExecStarted, QStringLiteral("c1"),
                                       {{QStringLiteral("language"), QStringLiteral("python")}}));
        fold(conversation, make.output(QStringLiteral("c1"), QStringLiteral("1\n2\n")));
        QCOMPARE(first<ToolCard>(conversation)->phase, ToolPhase::Running);
        fold(conversation, make.ofCall(type::ToolCallFinished, QStringLiteral("c1"),
                                       {{QStringLiteral("duration_ms"), 310}}));
        QCOMPARE(first<ToolCard>(conversation)->phase, ToolPhase::Done);
        QCOMPARE(first<ToolCard>(conversation)->output, QStringLiteral("1\n2\n"));
        QCOMPARE(conversation.items.size(), 2);
    }

    void callsFromCodeAreTheirCardsOwn()
    {
        EventMaker make;
        const auto nested = [&make](QLatin1String eventType, const QString &call, QJsonObject data) {
            data.insert(QStringLiteral("parent"), QStringLiteral("c1"));
            data.insert(QStringLiteral("tool"), QStringLiteral("weather"));
            return make.ofCall(eventType, call, data);
        };
        const QJsonObject rome{{QStringLiteral("city"), QStringLiteral("Rome")}};
        auto conversation = folded(
            {make.started(QStringLiteral("hi")),
             make.approvalRequested(QStringLiteral("c1"), QStringLiteral("x")),
             make.approvalDecided(QStringLiteral("c1"), QStringLiteral("approved")),
             nested(type::ToolCallStarted, QStringLiteral("c1/1"), {{QStringLiteral("arguments"), rome}}),
             nested(type::ToolCallFinished, QStringLiteral("c1/1"),
                    {{QStringLiteral("text"), QStringLiteral("21")}, {QStringLiteral("duration_ms"), 3}}),
             nested(
                 type::ApprovalRequested, QStringLiteral("c1/2"),
                 {{QStringLiteral("approval"), QStringLiteral("a2")}, {QStringLiteral("arguments"), rome}})});
        const auto *card = first<ToolCard>(conversation);
        QCOMPARE(conversation.items.size(), 2);
        QCOMPARE(int(card->phase), int(ToolPhase::Approved)); // that of the code itself
        QCOMPARE(card->nested.waiting().size(), 1);
        QCOMPARE(card->nested.waiting().first().approval, QStringLiteral("a2"));

        fold(conversation, nested(type::ApprovalDecided, QStringLiteral("c1/2"),
                                  {{QStringLiteral("decision"), QStringLiteral("rejected")},
                                   {QStringLiteral("by"), QStringLiteral("person")},
                                   {QStringLiteral("reason"), QStringLiteral("No\u202e.")}}));
        fold(conversation,
             make.ofCall(
                 type::ToolCallsCounted, QStringLiteral("c1"),
                 {{QStringLiteral("tools"),
                   QJsonObject{{QStringLiteral("weather"), QJsonObject{{QStringLiteral("calls"), 800},
                                                                       {QStringLiteral("failed"), 2}}}}}}));
        card = first<ToolCard>(conversation);
        QCOMPARE(card->nested.count(), 802);
        const auto lines = nestedCallsText(card->nested).split(u'\n');
        QCOMPARE(lines.at(0), QStringLiteral("weather {\"city\":\"Rome\"} \u2192 21 (3 ms)"));
        QVERIFY2(lines.at(1).contains(u"rejected: No") && !lines.at(1).contains(QChar(0x202e)),
                 qPrintable(lines.at(1)));
        QCOMPARE(lines.at(2), QStringLiteral("and 800 more calls, 2 of them failed"));
    }

    void callsFromCodeEndWithTheRun()
    {
        EventMaker make;
        const auto conversation = folded({make.started(QStringLiteral("hi")),
                                          make.approvalRequested(QStringLiteral("c1"), QStringLiteral("x")),
                                          make.ofCall(type::ToolCallStarted, QStringLiteral("c1/1"),
                                                      {{QStringLiteral("parent"), QStringLiteral("c1")},
                                                       {QStringLiteral("tool"), QStringLiteral("pay")}}),
                                          make.finished(QStringLiteral("cancelled"))});
        QCOMPARE(int(first<ToolCard>(conversation)->nested.calls.first().phase),
                 int(NestedCall::Phase::Cancelled));
    }

    void aRejectedCallStaysRejectedWhenItsErrorReturns()
    {
        EventMaker make;
        const auto conversation =
            folded({make.started(QStringLiteral("hi")),
                    make.approvalRequested(QStringLiteral("c1"), QStringLiteral("x")),
                    make.approvalDecided(QStringLiteral("c1"), QStringLiteral("rejected")),
                    make.ofCall(type::ToolCallFinished, QStringLiteral("c1"),
                                {{QStringLiteral("is_error"), true}})});
        QCOMPARE(first<ToolCard>(conversation)->phase, ToolPhase::Rejected);
    }

    void outputIsCappedAndCounted()
    {
        EventMaker make;
        const QString big(OutputCharacterLimit, u'x');
        const auto conversation =
            folded({make.started(QStringLiteral("hi")), make.output(QStringLiteral("c1"), big),
                    make.output(QStringLiteral("c1"), QStringLiteral("12345"))});
        QCOMPARE(first<ToolCard>(conversation)->output.size(), OutputCharacterLimit);
        QCOMPARE(first<ToolCard>(conversation)->droppedCharacters, 5);
    }

    void concurrentNodesKeepTheirItemsTogether()
    {
        EventMaker make;
        const QString a = QStringLiteral("A");
        const QString b = QStringLiteral("B");
        const auto conversation =
            folded({make.event(type::NodeStarted, {}, a, 1), make.event(type::NodeStarted, {}, b, 1),
                    make.delta(QStringLiteral("a1"), a, 1), make.delta(QStringLiteral("b1"), b, 1),
                    make.delta(QStringLiteral("a2"), a, 1)});
        QCOMPARE(conversation.items.size(), 4);
        QCOMPARE(conversation.items.at(1).node, a);
        QCOMPARE(std::get<AssistantText>(conversation.items.at(1).content).text, QStringLiteral("a1a2"));
        QCOMPARE(conversation.items.at(3).node, b);
    }

    void stoppingARunClosesWhatIsOpen()
    {
        EventMaker make;
        const auto conversation = folded({make.started(QStringLiteral("hi")),
                                          make.approvalRequested(QStringLiteral("c1"), QStringLiteral("x")),
                                          make.finished(QStringLiteral("cancelled"))});
        QCOMPARE(first<ToolCard>(conversation)->phase, ToolPhase::Cancelled);
        QVERIFY(!conversation.running);
        QCOMPARE(first<RunEnd>(conversation)->status, QStringLiteral("cancelled"));
    }

    void foldsTheSameLiveAndRestored()
    {
        EventMaker make;
        QVector<trace::Event> live{make.started(QStringLiteral("hi")), make.user(QStringLiteral("hi")),
                                   make.delta(QStringLiteral("Yes")), make.assistant(QStringLiteral("Yes")),
                                   make.finished()};
        QVector<trace::Event> restored = live;
        restored.removeIf([](const trace::Event &event) { return event.type == type::TextDelta; });
        const Conversation a = folded(live);
        const Conversation b = folded(restored);
        QCOMPARE(a.items.size(), b.items.size());
        for (qsizetype i = 0; i < a.items.size(); ++i)
            QVERIFY(a.items.at(i).content == b.items.at(i).content);
    }

    void unknownAndBrokenEventsAreIgnored()
    {
        EventMaker make;
        const auto conversation = folded({make.event(QLatin1String("from_the_future")),
                                          make.event(type::MessageAdded, {{QStringLiteral("message"), 7}})});
        QVERIFY(conversation.items.isEmpty());
    }

    void exportFencesCannotBeClosedByContent()
    {
        EventMaker make;
        const auto conversation =
            folded({make.started(QStringLiteral("hi")),
                    make.approvalRequested(QStringLiteral("c1"),
                                           QStringLiteral("s = '''```'''\n```\n# not a heading"))});
        QVERIFY(toMarkdown(conversation, QStringLiteral("T")).contains(u"````python\n"));
    }

    void splitsProseAndCode()
    {
        const auto segments = splitMarkdown(u"Look:\n```python\nprint(1)\n```\nDone.");
        QCOMPARE(segments.size(), 3);
        QVERIFY(segments.at(1).isCode);
        QCOMPARE(segments.at(1).language, QStringLiteral("python"));
        QCOMPARE(segments.at(1).text, QStringLiteral("print(1)\n"));
    }

    void anOpenFenceIsCodeWhileItStreams()
    {
        const auto segments = splitMarkdown(u"```js\nlet a");
        QCOMPARE(segments.size(), 1);
        QVERIFY(segments.first().isCode);
    }

    void aShorterFenceInsideDoesNotClose()
    {
        QCOMPARE(splitMarkdown(u"````\n```\ninside\n```\n````").size(), 1);
    }

    void countsApprovalsAndKeepsTheNewestArtifact()
    {
        EventMaker make;
        RunFacts facts;
        const auto artifact = [&](const QString &sha) {
            Artifact made{QStringLiteral("chart.png"), QStringLiteral("/x"), 14'000,
                          QStringLiteral("image/png"), sha};
            return make.event(type::ArtifactAdded, made.toJson());
        };
        for (const trace::Event &event :
             {make.started(QStringLiteral("hi")),
              make.approvalRequested(QStringLiteral("c1"), QStringLiteral("x")),
              make.approvalDecided(QStringLiteral("c1"), QStringLiteral("edited")),
              make.approvalRequested(QStringLiteral("c2"), QStringLiteral("y")), artifact(QString(64, u'a')),
              artifact(QString(64, u'b'))})
            fold(facts, event);
        QCOMPARE(facts.granted, 1);
        QCOMPARE(facts.pending.size(), 1);
        QCOMPARE(facts.artifacts.size(), 1);
        QCOMPARE(facts.artifacts.first().sha256, QString(64, u'b'));
    }
};

QTEST_GUILESS_MAIN(ConversationTest)
#include "conversation_test.moc"
