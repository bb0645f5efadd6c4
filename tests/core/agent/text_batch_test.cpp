#include "core/agent/text_batch.h"

#include <QSignalSpy>
#include <QTest>

using namespace glasshouse;

class TextBatchTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void joinsWhatArrivesTogether();
    void doesNotMixChannels();
    void doesNotHoldBackLongText();
};

void TextBatchTest::joinsWhatArrivesTogether()
{
    TextBatch batch;
    QSignalSpy collected(&batch, &TextBatch::collected);
    batch.append(QStringLiteral("stdout"), QStringLiteral("a"));
    batch.append(QStringLiteral("stdout"), QStringLiteral("b"));

    QVERIFY(collected.isEmpty());
    QVERIFY(collected.wait(1000));
    QCOMPARE(collected.size(), 1);
    QCOMPARE(collected.first(), (QVariantList{QStringLiteral("stdout"), QStringLiteral("ab")}));
}

void TextBatchTest::doesNotMixChannels()
{
    TextBatch batch;
    QSignalSpy collected(&batch, &TextBatch::collected);
    batch.append(QStringLiteral("stdout"), QStringLiteral("a"));
    batch.append(QStringLiteral("stderr"), QStringLiteral("b"));
    batch.flush();

    QCOMPARE(collected.size(), 2);
    QCOMPARE(collected.at(0), (QVariantList{QStringLiteral("stdout"), QStringLiteral("a")}));
    QCOMPARE(collected.at(1), (QVariantList{QStringLiteral("stderr"), QStringLiteral("b")}));
}

void TextBatchTest::doesNotHoldBackLongText()
{
    TextBatch batch;
    QSignalSpy collected(&batch, &TextBatch::collected);
    batch.append({}, QString(5'000, u'x'));

    QCOMPARE(collected.size(), 1);
}

QTEST_GUILESS_MAIN(TextBatchTest)
#include "text_batch_test.moc"
