#include "core/trace/network_request.h"

#include <QTest>

using namespace glasshouse;
using trace::NetworkRequest;

class NetworkRequestTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void survivesJson()
    {
        const NetworkRequest request{.id = QStringLiteral("request_1"),
                                     .timeMs = 1'700'000'000'123,
                                     .method = QStringLiteral("GET"),
                                     .url = QStringLiteral("https://a.example/"),
                                     .verdict = QStringLiteral("denied"),
                                     .reason = QStringLiteral("not_listed"),
                                     .sentence = QStringLiteral("a.example is not on the allow-list."),
                                     .address = QStringLiteral("203.0.113.7"),
                                     .rule = AllowRule{QStringLiteral("a.example"), {QStringLiteral("GET")}},
                                     .isOver = true,
                                     .status = 403,
                                     .bytesFromGuest = 1,
                                     .bytesToGuest = 5'000'000'000,
                                     .durationMs = 12};
        QCOMPARE(NetworkRequest::fromJson(request.toJson()).value(), request);
    }

    void refusesWhatIsNoRequest()
    {
        QVERIFY(!NetworkRequest::fromJson({}));
        QVERIFY(!NetworkRequest::fromJson({{QStringLiteral("request"), QStringLiteral("request_1")},
                                           {QStringLiteral("verdict"), QStringLiteral("denied")},
                                           {QStringLiteral("rule"), QJsonObject()}}));
    }
};

QTEST_GUILESS_MAIN(NetworkRequestTest)
#include "network_request_test.moc"
