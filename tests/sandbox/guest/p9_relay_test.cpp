// The relay between a client and the true server.
#include "sandbox/guest/p9_relay.h"
#include "tests/sandbox/files/shared_fixture.h"

#include <QRandomGenerator>

using namespace glasshouse::guest;
using namespace glasshouse::sandbox;

namespace {

constexpr std::uint64_t allAttributes = 0x3fff;
constexpr std::uint64_t sizeOnly = 0x200;
constexpr std::uint32_t readOnly = 0;

Request walk(std::uint32_t to, std::string_view name, std::uint32_t from = 0)
{
    return Request(p9::Type::Walk).u32(from).u32(to).u16(1).text(name);
}

Request attributes(std::uint32_t fid, std::uint64_t mask = allAttributes)
{
    return Request(p9::Type::GetAttributes).u32(fid).u64(mask);
}

Request clunk(std::uint32_t fid)
{
    return Request(p9::Type::Clunk).u32(fid);
}

Request open(std::uint32_t fid)
{
    return Request(p9::Type::Open).u32(fid).u32(readOnly);
}

std::uint8_t typeOf(p9::Type request)
{
    return static_cast<std::uint8_t>(static_cast<std::uint8_t>(request) + 1); // of its reply
}

std::uint64_t sizeIn(const Answer &answer)
{
    Answer fields = answer;
    fields.bytes(8 + 13 + 4 + 4 + 4 + 8 + 8); // valid, qid, mode, user, group, links, device
    return fields.u64();
}

} // namespace

class P9RelayTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aLookUpAsksTheHostOnce();
    void everythingElseGoesToTheHost();
    void attributesAreThoseThatWereAskedFor();
    void attributesServeOneLookUpOnly();
    void attributesGrowOld();
    void anotherRequestMakesAttributesOld();
    void otherWordsOfTheHostMakeAttributesOld();
    void wordsOfTheHostReachAttributesOnTheirWay();
    void aNameThatIsMissingHasNoAttributes();
    void doesNotAskAheadWhileTheClientWaits();
    void theHostHearsOfClunksWithTheNextRequest();
    void manyClunksDoNotWait();
    void aFileIsClosedByTheHost();
    void aFidMayBeUsedAgainAtOnce();
    void anAnswerNeverCutsAReplyInTwo();
    void passesOnWhateverIsCutAnywhere();
    void passesOnWhatIsNoMessage();

private:
    // What the client hears; the host answers at once.
    std::vector<Answer> say(const QByteArray &bytes);
    std::vector<Answer> say(const Request &request) { return say(request.bytes()); }
    Answer ask(const Request &request);
    [[nodiscard]] std::vector<Answer> heard() const { return answersIn(m_heard); }
    std::string toClient(const QByteArray &bytes) { return m_relay->fromHost(bytes.toStdString()); }

    std::optional<SharedFixture> m_share;
    std::optional<P9Relay> m_relay;
    P9Relay::Time m_now;
    QByteArray m_heard; // by the host, since the last say()
};

void P9RelayTest::init()
{
    m_share.emplace();
    m_relay.emplace();
    QCOMPARE(m_share->client().writeFile("file", "12345"), 0U);
}

std::vector<Answer> P9RelayTest::say(const QByteArray &bytes)
{
    const auto passed = m_relay->fromClient({bytes.constData(), std::size_t(bytes.size())}, m_now);
    m_heard = QByteArray::fromStdString(passed.toHost);
    std::string replies = passed.toClient;
    replies += toClient(m_share->session().receive(m_heard));
    return answersIn(QByteArray::fromStdString(replies));
}

Answer P9RelayTest::ask(const Request &request)
{
    const auto answers = say(request);
    if (answers.size() != 1)
        qFatal("There is not one answer.");
    return answers.front();
}

// What the kernel does for one stat(2).
void P9RelayTest::aLookUpAsksTheHostOnce()
{
    QCOMPARE(ask(walk(1, "file")).type(), typeOf(p9::Type::Walk));
    QCOMPARE(heard().size(), 2U);
    for (int i = 0; i < P9Relay::mostUses; ++i) {
        QCOMPARE(sizeIn(ask(attributes(1))), 5U);
        QCOMPARE(m_heard, QByteArray());
    }
    QCOMPARE(ask(clunk(1)).type(), typeOf(p9::Type::Clunk));
    QCOMPARE(m_heard, QByteArray());
}

void P9RelayTest::everythingElseGoesToTheHost()
{
    ask(walk(1, "file"));
    for (const Request &request : {open(1), Request(p9::Type::Read).u32(1).u64(0).u32(100),
                                   Request(p9::Type::StatFs).u32(1), Request(p9::Type::Flush).u16(9)}) {
        ask(request);
        QCOMPARE(m_heard, request.bytes());
    }
}

void P9RelayTest::attributesAreThoseThatWereAskedFor()
{
    ask(walk(1, "file"));
    Answer answer = ask(attributes(1, sizeOnly));
    QCOMPARE(m_heard, QByteArray());
    QCOMPARE(answer.tag(), std::uint16_t(1));
    QCOMPARE(answer.u64(), sizeOnly);
}

void P9RelayTest::attributesServeOneLookUpOnly()
{
    ask(walk(1, "file"));
    for (int i = 0; i < P9Relay::mostUses; ++i)
        ask(attributes(1));
    QCOMPARE(m_share->client().writeFile("file", "1234567"), 0U);
    QCOMPARE(sizeIn(ask(attributes(1))), 7U);
}

void P9RelayTest::attributesGrowOld()
{
    ask(walk(1, "file"));
    m_now += P9Relay::freshFor + std::chrono::nanoseconds(1);
    ask(attributes(1));
    QCOMPARE(m_heard, attributes(1).bytes());
}

void P9RelayTest::anotherRequestMakesAttributesOld()
{
    ask(walk(1, "file"));
    ask(attributes(0));
    QCOMPARE(m_heard, attributes(0).bytes());
    ask(attributes(1));
    QCOMPARE(m_heard, attributes(1).bytes());
}

void P9RelayTest::otherWordsOfTheHostMakeAttributesOld()
{
    ask(walk(1, "file"));
    m_relay->forgetAttributes();
    ask(attributes(1));
    QCOMPARE(m_heard, attributes(1).bytes());
}

void P9RelayTest::wordsOfTheHostReachAttributesOnTheirWay()
{
    const QByteArray request = walk(1, "file").bytes();
    const auto passed = m_relay->fromClient({request.constData(), std::size_t(request.size())}, m_now);
    m_relay->forgetAttributes();
    toClient(m_share->session().receive(QByteArray::fromStdString(passed.toHost)));
    ask(attributes(1));
    QCOMPARE(m_heard, attributes(1).bytes());
}

void P9RelayTest::aNameThatIsMissingHasNoAttributes()
{
    QVERIFY(ask(walk(1, "missing")).error() != 0);
    QVERIFY(ask(attributes(1)).error() != 0);
    QCOMPARE(m_heard, attributes(1).bytes());
}

void P9RelayTest::doesNotAskAheadWhileTheClientWaits()
{
    say(walk(1, "file").bytes() + walk(2, "file").bytes());
    QCOMPARE(heard().size(), 3U); // ahead of the first only, and what comes after it makes that old
    ask(attributes(2));
    QCOMPARE(m_heard, attributes(2).bytes());
    ask(attributes(1));
    QCOMPARE(m_heard, attributes(1).bytes());
}

void P9RelayTest::theHostHearsOfClunksWithTheNextRequest()
{
    ask(walk(1, "file"));
    ask(clunk(1));
    ask(attributes(0));
    QCOMPARE(heard().size(), 2U);
    QCOMPARE(heard().front().type(), static_cast<std::uint8_t>(p9::Type::Clunk));
    QVERIFY(ask(attributes(1)).error() != 0); // the host has dropped it
}

void P9RelayTest::manyClunksDoNotWait()
{
    QByteArray walks;
    QByteArray clunks;
    for (std::uint32_t fid = 1; fid <= 32; ++fid) {
        walks += walk(fid, "file").bytes();
        clunks += clunk(fid).bytes();
    }
    say(walks);
    QCOMPARE(say(clunks).size(), 32U);
    QCOMPARE(heard().size(), 32U);
}

void P9RelayTest::aFileIsClosedByTheHost()
{
    ask(walk(1, "file"));
    ask(open(1));
    QCOMPARE(ask(clunk(1)).type(), typeOf(p9::Type::Clunk));
    QCOMPARE(m_heard, clunk(1).bytes());
}

void P9RelayTest::aFidMayBeUsedAgainAtOnce()
{
    for (int i = 0; i < 100; ++i) {
        QCOMPARE(ask(walk(1, "file")).type(), typeOf(p9::Type::Walk));
        QCOMPARE(ask(clunk(1)).type(), typeOf(p9::Type::Clunk));
    }
    QVERIFY(!m_share->session().violation());
}

void P9RelayTest::anAnswerNeverCutsAReplyInTwo()
{
    QCOMPARE(m_share->client().writeFile("large", std::string(10'000, 'x')), 0U);
    ask(walk(1, "large"));
    ask(open(1));
    ask(walk(2, "file"));
    const QByteArray read = Request(p9::Type::Read).u32(1).u64(0).u32(10'000).bytes();
    const auto passed = m_relay->fromClient({read.constData(), std::size_t(read.size())}, m_now);
    const QByteArray reply = m_share->session().receive(QByteArray::fromStdString(passed.toHost));
    std::string got = toClient(reply.first(5'000));
    const QByteArray ended = clunk(2).bytes();
    got += m_relay->fromClient({ended.constData(), std::size_t(ended.size())}, m_now).toClient;
    got += toClient(reply.sliced(5'000));
    const auto answers = answersIn(QByteArray::fromStdString(got));
    QCOMPARE(answers.size(), 2U);
    QCOMPARE(answers[0].type(), typeOf(p9::Type::Read));
    QCOMPARE(answers[1].type(), typeOf(p9::Type::Clunk));
}

void P9RelayTest::passesOnWhateverIsCutAnywhere()
{
    QRandomGenerator random(1);
    const QByteArray data(3'000, 'x');
    QByteArray conversation;
    for (int i = 0; i < 50; ++i)
        conversation += Request(p9::Type::Write).u32(9).u64(0).data({data.constData(), 3'000}).bytes() +
                        attributes(0).bytes() + Request(p9::Type::StatFs).u32(0).bytes();
    QByteArray passed;
    QByteArray back;
    for (qsizetype at = 0; at < conversation.size();) {
        const auto size =
            qMin<qsizetype>(random.bounded(1, 40) * random.bounded(1, 40), conversation.size() - at);
        passed += QByteArray::fromStdString(
            m_relay->fromClient({conversation.constData() + at, std::size_t(size)}, m_now).toHost);
        back += QByteArray::fromStdString(toClient(conversation.mid(at, size)));
        at += size;
    }
    QCOMPARE(passed, conversation);
    QCOMPARE(back, conversation);
}

void P9RelayTest::passesOnWhatIsNoMessage()
{
    const QByteArray garbage = QByteArray(4, '\0') + "and so on" + clunk(1).bytes();
    const auto passed = m_relay->fromClient({garbage.constData(), std::size_t(garbage.size())}, m_now);
    QCOMPARE(QByteArray::fromStdString(passed.toHost), garbage);
    QCOMPARE(QByteArray::fromStdString(toClient(garbage)), garbage);
}

QTEST_GUILESS_MAIN(P9RelayTest)
#include "p9_relay_test.moc"
