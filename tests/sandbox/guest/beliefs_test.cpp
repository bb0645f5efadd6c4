#include "sandbox/guest/beliefs.h"

#include <QTest>

#include <algorithm>

using namespace glasshouse::guest;
using namespace std::chrono_literals;

// Which answers of a mount have to be taken back.
class BeliefsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachNodeIsTakenBackOnce();
    void nothingIsTakenBackTwice();
    void whatIsTooOldIsNotTakenBack();
    void aLaterAnswerKeepsItsNodeInMind();
    void theOldestGoesWhereThereAreTooMany();
    void aNodeOfALaterAnswerDoesNotGo();

private:
    void add(NodeId node);

    Beliefs::Clock::time_point m_now;
    Beliefs m_beliefs{100ms};
};

void BeliefsTest::add(NodeId node)
{
    QVERIFY(!m_beliefs.add(node, m_now));
}

void BeliefsTest::eachNodeIsTakenBackOnce()
{
    for (const NodeId node : {2, 3, 2, 4, 3})
        add(node);
    QCOMPARE(m_beliefs.takeAll(), (std::vector<NodeId>{2, 4, 3}));
}

void BeliefsTest::nothingIsTakenBackTwice()
{
    add(2);
    QCOMPARE(m_beliefs.takeAll().size(), 1U);
    QCOMPARE(m_beliefs.takeAll().size(), 0U);
    add(2);
    QCOMPARE(m_beliefs.takeAll().size(), 1U);
}

void BeliefsTest::whatIsTooOldIsNotTakenBack()
{
    add(2);
    m_now += 60ms;
    add(3);
    m_now += 60ms;
    add(4);
    QCOMPARE(m_beliefs.takeAll(), (std::vector<NodeId>{3, 4}));
}

void BeliefsTest::aLaterAnswerKeepsItsNodeInMind()
{
    add(2);
    m_now += 60ms;
    add(2);
    m_now += 60ms;
    add(3);
    QCOMPARE(m_beliefs.takeAll(), (std::vector<NodeId>{2, 3}));
}

void BeliefsTest::theOldestGoesWhereThereAreTooMany()
{
    std::vector<NodeId> gone;
    for (NodeId node = 1; node <= 5000; ++node)
        if (const auto tooMany = m_beliefs.add(node, m_now))
            gone.push_back(*tooMany);
    QVERIFY(!gone.empty());
    auto all = gone;
    const auto kept = m_beliefs.takeAll();
    all.insert(all.end(), kept.begin(), kept.end());
    QCOMPARE(all.size(), 5000U);
    QVERIFY(std::is_sorted(all.begin(), all.end()));
}

void BeliefsTest::aNodeOfALaterAnswerDoesNotGo()
{
    for (NodeId other = 2; other <= 5000; ++other) {
        QVERIFY(m_beliefs.add(1, m_now) != NodeId(1));
        QVERIFY(m_beliefs.add(other, m_now) != NodeId(1));
    }
    const auto kept = m_beliefs.takeAll();
    QCOMPARE(std::count(kept.begin(), kept.end(), NodeId(1)), 1);
}

QTEST_GUILESS_MAIN(BeliefsTest)
#include "beliefs_test.moc"
