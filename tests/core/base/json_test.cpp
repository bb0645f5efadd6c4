// Reading and writing JSON: what is wrong is named by pointer and line, what is unknown is kept.
#include "core/base/json.h"
#include "core/base/json_lines.h"
#include "core/base/json_reader.h"
#include "core/base/json_writer.h"

#include <QTest>

using namespace glasshouse;

namespace {

constexpr QLatin1String Key("a/b");

QJsonObject parsed(const QByteArray &text)
{
    return parseJsonObject(text).value();
}

QString errorOf(const JsonReader &reader)
{
    const auto result = reader.finish(0);
    return result ? QString() : result.error().message;
}

struct Item
{
    QString name;
    static Result<Item> fromJson(const QJsonObject &json)
    {
        JsonReader reader(json);
        Item item{reader.requiredText(QLatin1String("name"))};
        return reader.finish(item);
    }
    [[nodiscard]] QJsonObject toJson() const { return {{QStringLiteral("name"), name}}; }
};

} // namespace

class JsonTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void escapesPointerTokens()
    {
        QCOMPARE(jsonPointerToken(u"a/b~c"), QStringLiteral("/a~1b~0c"));
        JsonReader reader(parsed(R"({"a/b":1})"));
        (void)reader.text(Key);
        QCOMPARE(errorOf(reader), QStringLiteral("/a~1b: must be a text"));
    }

    void readsTypedFieldsAndKeepsTheRest()
    {
        JsonReader reader(
            parsed(R"({"t":"x","n":1.5,"f":true,"w":9007199254740993,"l":["a"],"o":{"k":1},"later":[1]})"));
        QCOMPARE(reader.text(QLatin1String("t")), QStringLiteral("x"));
        QCOMPARE(reader.number(QLatin1String("n")), 1.5);
        QCOMPARE(reader.flag(QLatin1String("f")), true);
        QCOMPARE(reader.whole(QLatin1String("w")), 9007199254740993);
        QCOMPARE(reader.texts(QLatin1String("l")), QStringList{QStringLiteral("a")});
        QCOMPARE(reader.object(QLatin1String("o")).size(), 1);
        QCOMPARE(reader.integer(QLatin1String("absent"), 7), 7);
        QVERIFY(errorOf(reader).isEmpty());
        QCOMPARE(reader.unread().keys(), QStringList{QStringLiteral("later")});
    }

    void rejectsWhatIsNoWholeNumber_data()
    {
        QTest::addColumn<QByteArray>("value");
        for (const auto *value : {"1.5", "1e300", "-1", "11", "\"3\"", "null", "true", "[]", "{}"})
            QTest::newRow(value) << QByteArray(value);
    }

    void rejectsWhatIsNoWholeNumber()
    {
        QFETCH(QByteArray, value);
        JsonReader reader(parsed("{\"n\":" + value + "}"));
        QCOMPARE(reader.integer(QLatin1String("n"), 5, 0, 10), 5);
        QVERIFY(errorOf(reader).startsWith(u"/n: must be a whole number"));
    }

    void tellsMissingFromEmpty()
    {
        JsonReader missing(parsed("{}"));
        (void)missing.requiredText(QLatin1String("name"));
        QCOMPARE(errorOf(missing), QStringLiteral("/name: is required"));
        JsonReader empty(parsed(R"({"name":""})"));
        (void)empty.requiredText(QLatin1String("name"));
        QCOMPARE(errorOf(empty), QStringLiteral("/name: must not be empty"));
    }

    void pointsIntoLists()
    {
        JsonReader reader(parsed(R"({"items":[{"name":"a"},{}]})"));
        (void)reader.list<Item>(QLatin1String("items"));
        QCOMPARE(errorOf(reader), QStringLiteral("/items/1/name: is required"));
        JsonReader other(parsed(R"({"items":[3]})"));
        QVERIFY(other.list<Item>(QLatin1String("items")).isEmpty());
        QCOMPARE(errorOf(other), QStringLiteral("/items/0: must be an object"));
    }

    void reportsTheFirstFaultOnly()
    {
        JsonReader reader(parsed(R"({"a":1,"b":2})"));
        (void)reader.text(QLatin1String("b"));
        (void)reader.text(QLatin1String("a"));
        QCOMPARE(errorOf(reader), QStringLiteral("/b: must be a text"));
    }

    void leavesDefaultsOutAndUnknownKeysIn()
    {
        JsonWriter writer(parsed(R"({"later":1})"));
        writer.always(QLatin1String("name"), QStringLiteral("x"));
        writer.unlessDefault(QLatin1String("count"), 3, 3);
        writer.unlessEmpty(QLatin1String("text"), QString());
        writer.unlessEmpty(QLatin1String("items"), QVector<Item>());
        QCOMPARE(writer.object(), parsed(R"({"later":1,"name":"x"})"));
    }

    void namesLineAndColumnOfASyntaxError()
    {
        const auto result = parseJsonObject("{\n  \"a\": nope\n}");
        QVERIFY(!result);
        QVERIFY2(result.error().message.startsWith(u"not valid JSON at line 2"),
                 qPrintable(result.error().message));
        QVERIFY(!parseJsonObject("[1]"));
        QVERIFY(!parseJsonObject(""));
    }

    void findsTheLineOfAPointer_data()
    {
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<qsizetype>("line");
        QTest::newRow("root") << QString() << qsizetype(1);
        QTest::newRow("member") << QStringLiteral("/b") << qsizetype(3);
        QTest::newRow("item") << QStringLiteral("/b/1/c") << qsizetype(5);
        QTest::newRow("behind tricky strings") << QStringLiteral("/d") << qsizetype(7);
        QTest::newRow("escaped key") << QStringLiteral("/x~1\u00e4") << qsizetype(8);
        QTest::newRow("absent: the parent") << QStringLiteral("/b/1/zzz") << qsizetype(4);
        QTest::newRow("absent item") << QStringLiteral("/b/9") << qsizetype(3);
    }

    void findsTheLineOfAPointer()
    {
        QFETCH(QString, pointer);
        QFETCH(qsizetype, line);
        const QByteArray text = "{\n"
                                " \"a\": \"]}\\\"{[,\",\n"
                                " \"b\": [0,\n"
                                "   {\"q\": [[], {}],\n"
                                "    \"c\": 1}\n"
                                "  ],\n"
                                " \"d\": {},\n"
                                " \"x/\\u00e4\": null}";
        QCOMPARE(lineOfPointer(text, pointer), line);
    }

    void hasNoLineInWhatIsNotJson()
    {
        QCOMPARE(lineOfPointer("{\"a\": [", QStringLiteral("/a/0")), qsizetype(0));
    }
};

QTEST_GUILESS_MAIN(JsonTest)
#include "json_test.moc"
