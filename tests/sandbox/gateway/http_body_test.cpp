#include "sandbox/gateway/http_body.h"

#include <QTest>

using namespace glasshouse;
using namespace glasshouse::gateway;

namespace {

// The content, fed in pieces of `step` bytes; "!" if it was refused, with "…" if it is not complete.
QByteArray contentOf(const BodyFraming &framing, const QByteArray &bytes, qsizetype step)
{
    BodyReader reader(framing);
    QByteArray content;
    for (qsizetype at = 0; at < bytes.size() && !reader.isComplete(); at += step) {
        if (!reader.feed(QByteArrayView(bytes).sliced(at, std::min(step, bytes.size() - at)), content))
            return "!";
    }
    return reader.isComplete() ? content : content + "…";
}

constexpr BodyFraming chunked{BodyFraming::Kind::Chunked, 0};

} // namespace

class HttpBodyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsChunks_data();
    void readsChunks();
    void refusesBrokenChunks_data();
    void refusesBrokenChunks();
    void endsABodyByItsLength();
};

void HttpBodyTest::readsChunks_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray("0\r\n\r\n") << QByteArray();
    QTest::newRow("two") << QByteArray("3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n") << QByteArray("abcd");
    QTest::newRow("hex, zeros") << QByteArray("00a\r\n0123456789\r\n0\r\n\r\n") << QByteArray("0123456789");
    QTest::newRow("extension") << QByteArray("1;a=\"b\"\r\nx\r\n0;c\r\n\r\n") << QByteArray("x");
    QTest::newRow("trailers") << QByteArray("1\r\nx\r\n0\r\nA: b\r\nC: d\r\n\r\n") << QByteArray("x");
    QTest::newRow("CR LF inside") << QByteArray("4\r\n\r\n\r\n\r\n0\r\n\r\n") << QByteArray("\r\n\r\n");
    QTest::newRow("unfinished") << QByteArray("3\r\nab") << QByteArray("ab…");
}

void HttpBodyTest::readsChunks()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, content);
    for (const qsizetype step : {1, 2, 3, 1000})
        QCOMPARE(contentOf(chunked, bytes, step), content);
}

void HttpBodyTest::refusesBrokenChunks_data()
{
    QTest::addColumn<QByteArray>("bytes");
    for (const char *bytes : {"\r\n", "g\r\n", "-1\r\n", "+1\r\n", "0x1\r\n", " 1\r\nx", "1 \r\nx", "1\nx",
                              "1\rx", "1\r\nxy\r\n", "1\r\nx\n0\r\n\r\n", "1000000000000000\r\n",
                              "1;a\x01\r\nx", "0\r\nbad trailer\r\n\r\n", "0\r\n folded: x\r\n\r\n"})
        QTest::newRow(QByteArray(bytes).toPercentEncoding().constData()) << QByteArray(bytes);
    QTest::newRow("endless size") << QByteArray(5000, '0');
    QTest::newRow("endless trailers") << "0\r\n" + QByteArray("A: b\r\n").repeated(10'000);
}

void HttpBodyTest::refusesBrokenChunks()
{
    QFETCH(QByteArray, bytes);
    for (const qsizetype step : {1, 7, 100'000})
        QCOMPARE(contentOf(chunked, bytes, step), QByteArray("!"));
}

void HttpBodyTest::endsABodyByItsLength()
{
    BodyReader reader({BodyFraming::Kind::Length, 3});
    QByteArray content;
    QCOMPARE(reader.feed("abcGET", content).value_or(0), 3);
    QCOMPARE(content, QByteArray("abc"));
    QVERIFY(reader.isComplete());
    QVERIFY(BodyReader({BodyFraming::Kind::Length, 0}).isComplete());
    QVERIFY(!BodyReader({BodyFraming::Kind::Length, 1}).mayEndNow());
    QVERIFY(BodyReader({BodyFraming::Kind::UntilClose, 0}).mayEndNow());
}

QTEST_APPLESS_MAIN(HttpBodyTest)
#include "http_body_test.moc"
