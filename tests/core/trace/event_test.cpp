#include "core/trace/error_json.h"
#include "core/trace/event.h"

#include <QTest>

using namespace glasshouse;
using namespace glasshouse::trace;

class EventTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void survivesJson();
    void isFlatForPrograms();
    void dataCannotOverwriteTheEnvelope();
    void refusesWhatIsNoEvent();
    void errorsKeepTheirCode();
};

void EventTest::survivesJson()
{
    const Event event{7,
                      QStringLiteral("run_1"),
                      1'700'000'000'123,
                      event_type::TextDelta,
                      QStringLiteral("writer"),
                      2,
                      {{QStringLiteral("text"), QStringLiteral("ä")}}};
    QCOMPARE(Event::fromJson(event.toJson()).value(), event);
}

void EventTest::isFlatForPrograms()
{
    const Event event{1,
                      QStringLiteral("run_1"),
                      5,
                      event_type::TextDelta,
                      {},
                      0,
                      {{QStringLiteral("text"), QStringLiteral("a")}}};
    QCOMPARE(event.toJson(), (QJsonObject{{QStringLiteral("type"), QStringLiteral("text_delta")},
                                          {QStringLiteral("seq"), 1},
                                          {QStringLiteral("run_id"), QStringLiteral("run_1")},
                                          {QStringLiteral("time_ms"), 5},
                                          {QStringLiteral("text"), QStringLiteral("a")}}));
}

void EventTest::dataCannotOverwriteTheEnvelope()
{
    const Event event{1,
                      QStringLiteral("run_1"),
                      5,
                      event_type::TextDelta,
                      {},
                      0,
                      {{QStringLiteral("type"), QStringLiteral("x")}}};
    QCOMPARE(event.toJson().value(u"type").toString(), QStringLiteral("text_delta"));
}

void EventTest::refusesWhatIsNoEvent()
{
    QVERIFY(!Event::fromJson({}).has_value());
    QVERIFY(!Event::fromJson({{QStringLiteral("type"), QStringLiteral("result")}}).has_value());
}

void EventTest::errorsKeepTheirCode()
{
    for (const auto code : {ErrorCode::Failed, ErrorCode::BadProject, ErrorCode::SandboxUnavailable,
                            ErrorCode::ModelUnavailable}) {
        QJsonObject data;
        insertError(data, {QStringLiteral("Why."), code});
        QCOMPARE(errorFrom(data), (Error{QStringLiteral("Why."), code}));
    }
}

QTEST_GUILESS_MAIN(EventTest)
#include "event_test.moc"
