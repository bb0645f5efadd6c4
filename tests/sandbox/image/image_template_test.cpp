#include "sandbox/image/image_template.h"

#include "core/model/schema_validation.h"

#include <QJsonArray>
#include <QTest>

using namespace glasshouse;
using namespace glasshouse::sandbox;

// The reader and the JSON Schema that editors use must agree about what fits.
class ImageTemplateTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sameAfterWritingAndReading();
    void keepsUnknownKeys();
    void acceptsPackages_data();
    void acceptsPackages();
    void refusesWhatAptOrPipCouldTakeForSomethingElse_data();
    void refusesWhatAptOrPipCouldTakeForSomethingElse();
    void refusesNamesThatAreNoFolders_data();
    void refusesNamesThatAreNoFolders();
    void namesThePlaceOfTheProblem();
    void describesEverythingThatIsInstalled();
};

namespace {

QJsonObject withWord(const QString &list, const QString &word)
{
    return {{QStringLiteral("name"), QStringLiteral("mine")}, {list, QJsonArray{word}}};
}

bool fitsSchema(const QJsonObject &json)
{
    return SchemaValidator().faults(FileKind::Image, json).isEmpty();
}

} // namespace

void ImageTemplateTest::sameAfterWritingAndReading()
{
    const ImageTemplate value{QStringLiteral("charts"),
                              QStringLiteral("Charts of all kinds"),
                              {QStringLiteral("code-interpreter"),
                               {QStringLiteral("jq"), QStringLiteral("g++")},
                               {QStringLiteral("plotly==5.24.1")},
                               true},
                              {}};
    const auto read = ImageTemplate::fromJson(value.toJson());
    QVERIFY2(read, read ? "" : qPrintable(read.error().message));
    QCOMPARE(*read, value);
    QVERIFY(fitsSchema(value.toJson()));
}

void ImageTemplateTest::keepsUnknownKeys()
{
    const QJsonObject json{{QStringLiteral("name"), QStringLiteral("mine")}, {QStringLiteral("owner"), 7}};
    QCOMPARE(ImageTemplate::fromJson(json)->toJson().value(QStringLiteral("owner")).toInt(), 7);
}

void ImageTemplateTest::acceptsPackages_data()
{
    QTest::addColumn<QString>("list");
    QTest::addColumn<QString>("word");
    for (const char *word :
         {"jq", "g++", "libstdc++6", "python3.11", "jq=1.6-2.1", "bsdutils=1:2.38.1-5+deb12u3"})
        QTest::addRow("debian %s", word) << QStringLiteral("debian") << QString::fromLatin1(word);
    for (const char *word : {"requests", "zope.interface", "numpy>=1.24,<2", "uvicorn[standard]==0.30.1",
                             "scipy~=1.11", "x==1.*", "torch==2.1+cpu", "pkg[a,b]!=1.0"})
        QTest::addRow("python %s", word) << QStringLiteral("python") << QString::fromLatin1(word);
}

void ImageTemplateTest::acceptsPackages()
{
    QFETCH(QString, list);
    QFETCH(QString, word);
    const auto read = ImageTemplate::fromJson(withWord(list, word));
    QVERIFY2(read, read ? "" : qPrintable(read.error().message));
    QVERIFY(fitsSchema(withWord(list, word)));
}

void ImageTemplateTest::refusesWhatAptOrPipCouldTakeForSomethingElse_data()
{
    QTest::addColumn<QString>("list");
    QTest::addColumn<QString>("word");
    for (const char *word :
         {"", "-y", "--allow-unauthenticated", "jq -y", "jq-", "jq/stable", "jq,git", "JQ", "jq;id", "$(id)",
          "../x.deb", "./x.deb", "~nlinux", "?essential", "jq=", "jq*", "jq\n-y"})
        QTest::addRow("debian '%s'", word) << QStringLiteral("debian") << QString::fromLatin1(word);
    for (const char *word :
         {"", "-r", "--index-url=http://x", "-e.", "six @ http://x/y.whl", "http://x/y.whl", "./six",
          "/tmp/six", "six ; python_version>'3'", "six==1.0 --hash=x", "git+https://x", "six==1\n-r", "six-",
          "six==", "$(id)", "six'", "six==1;id", "six==-1"})
        QTest::addRow("python '%s'", word) << QStringLiteral("python") << QString::fromLatin1(word);
}

void ImageTemplateTest::refusesWhatAptOrPipCouldTakeForSomethingElse()
{
    QFETCH(QString, list);
    QFETCH(QString, word);
    QVERIFY(!ImageTemplate::fromJson(withWord(list, word)));
    QVERIFY(!fitsSchema(withWord(list, word)));
}

void ImageTemplateTest::refusesNamesThatAreNoFolders_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name :
         {"base", "code-interpreter", "", "..", ".hidden", "a/b", "A", "con", "lpt1", "a b", "-x", "a.b"})
        QTest::addRow("'%s'", name) << QString::fromLatin1(name);
    QTest::newRow("long") << QString(65, u'a');
}

void ImageTemplateTest::refusesNamesThatAreNoFolders()
{
    QFETCH(QString, name);
    QVERIFY(whyNotAnImageName(name));
    QVERIFY(!ImageTemplate::fromJson({{QStringLiteral("name"), name}}));
}

void ImageTemplateTest::namesThePlaceOfTheProblem()
{
    const QJsonObject json{
        {QStringLiteral("name"), QStringLiteral("mine")},
        {QStringLiteral("debian"), QJsonArray{QStringLiteral("jq"), QStringLiteral("-y")}}};
    QVERIFY(ImageTemplate::fromJson(json).error().message.startsWith(u"/debian/1: \"-y\" is not the name"));
}

void ImageTemplateTest::describesEverythingThatIsInstalled()
{
    QCOMPARE(
        describe({QStringLiteral("base"), {QStringLiteral("jq")}, {QStringLiteral("six==1.16.0")}, false}),
        QStringLiteral("the image base; Debian's jq; from Python's package index six==1.16.0"));
}

QTEST_GUILESS_MAIN(ImageTemplateTest)
#include "image_template_test.moc"
