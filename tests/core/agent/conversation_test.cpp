#include "core/agent/conversation.h"

#include <QTest>

using namespace glasshouse;

namespace {

Message said(Role role, const QString &text)
{
    Message message;
    message.role = role;
    message.text = text;
    return message;
}

Message asked(const QStringList &calls)
{
    Message message;
    message.role = Role::Assistant;
    for (const auto &id : calls)
        message.toolCalls.append({id, QStringLiteral("execute_code"), QStringLiteral("{}")});
    return message;
}

Message answered(const QString &call)
{
    Message message = said(Role::Tool, QStringLiteral("1"));
    message.toolCallId = call;
    return message;
}

trace::Event added(const Message &message, const QString &node = {})
{
    trace::Event event;
    event.type = trace::event_type::MessageAdded;
    event.node = node;
    event.data = {{QStringLiteral("message"), message.toJson()}};
    return event;
}

} // namespace

class ConversationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsACompleteConversation();
    void answersCallsOfARunThatWasCut();
    void dropsAnswersThatNobodyAskedFor();
    void leavesOutWhatHappenedInsideNodes();
};

void ConversationTest::keepsACompleteConversation()
{
    const QVector<Message> messages{said(Role::User, QStringLiteral("Hi")),
                                    asked({QStringLiteral("a"), QStringLiteral("b")}),
                                    answered(QStringLiteral("b")), answered(QStringLiteral("a")),
                                    said(Role::Assistant, QStringLiteral("Done"))};
    QCOMPARE(repaired(messages), messages);
}

void ConversationTest::answersCallsOfARunThatWasCut()
{
    const auto messages =
        repaired({asked({QStringLiteral("a"), QStringLiteral("b")}), answered(QStringLiteral("a")),
                  said(Role::User, QStringLiteral("Again"))});

    QCOMPARE(messages.size(), 4);
    QCOMPARE(messages.at(2).toolCallId, QStringLiteral("b"));
    QVERIFY(messages.at(2).isError);
    QCOMPARE(messages.at(3).text, QStringLiteral("Again"));
}

void ConversationTest::dropsAnswersThatNobodyAskedFor()
{
    const auto messages = repaired({said(Role::User, QStringLiteral("Hi")), answered(QStringLiteral("x"))});

    QCOMPARE(messages.size(), 1);
}

void ConversationTest::leavesOutWhatHappenedInsideNodes()
{
    const auto messages =
        conversationOf({added(said(Role::User, QStringLiteral("Hi"))),
                        added(said(Role::Assistant, QStringLiteral("inside")), QStringLiteral("node"))});

    QCOMPARE(messages.size(), 1);
    QCOMPARE(messages.first().text, QStringLiteral("Hi"));
}

QTEST_GUILESS_MAIN(ConversationTest)
#include "conversation_test.moc"
