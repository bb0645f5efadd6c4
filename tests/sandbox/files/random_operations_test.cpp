#include "file_model.h"
#include "shared_fixture.h"

#include <random>

using namespace glasshouse::sandbox;

// Long series of random operations, each compared with a model in memory (in the manner of fsx).
class RandomOperationsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void behavesLikeTheModel_data();
    void behavesLikeTheModel();
};

namespace {

constexpr int operations = 20'000;
constexpr Quota quota{200'000, 30};
constexpr std::uint32_t fidCount = 6;

class Player
{
public:
    Player(SharedFixture &shared, std::uint32_t seed)
        : m_shared(shared), m_client(shared.client()), m_model(quota.bytes, quota.files), m_random(seed)
    {
    }

    void play()
    {
        using Step = void (Player::*)();
        static constexpr Step steps[] = {
            &Player::open,       &Player::create,       &Player::close,  &Player::write,  &Player::write,
            &Player::read,       &Player::read,         &Player::resize, &Player::rename, &Player::remove,
            &Player::makeFolder, &Player::removeFolder, &Player::stat};
        (this->*steps[below(std::size(steps))])();
    }

    void compareAll()
    {
        for (const std::string &folder : m_model.folders())
            QCOMPARE(m_client.namesIn(folder), m_model.namesIn(folder));
        for (const auto &[path, content] : m_model.files())
            QVERIFY2(m_client.readFile(path) == *content, path.c_str());
    }

private:
    std::uint64_t below(std::uint64_t limit)
    {
        return std::uniform_int_distribution<std::uint64_t>(0, limit - 1)(m_random);
    }
    std::string name() { return std::string(1, static_cast<char>('a' + below(6))); }
    // Of a folder that may be gone by now, too.
    std::string folder()
    {
        const auto folders = m_model.folders();
        return below(8) == 0 ? "gone" : folders[below(folders.size())];
    }
    static std::string join(const std::string &folder, const std::string &name)
    {
        return folder.empty() ? name : folder + "/" + name;
    }
    std::uint32_t fid() { return 1 + static_cast<std::uint32_t>(below(fidCount)); }
    void expect(std::uint32_t found, std::uint32_t expected) { QCOMPARE(found, expected); }

    void open()
    {
        const std::uint32_t number = fid();
        const std::string path = join(folder(), name());
        const bool truncates = below(4) == 0;
        if (!m_model.isOpen(number))
            expect(m_client.openPath(path, number, truncates ? 02 | 01000 : 02),
                   m_model.open(number, path, truncates));
    }
    void create()
    {
        const std::uint32_t number = fid();
        const std::string parent = folder();
        const std::string child = name();
        if (m_model.isOpen(number))
            return;
        const bool exclusive = below(2) == 0;
        std::uint32_t error = m_client.walk(0, number, parts(parent));
        if (error == 0) {
            error = m_client.create(number, child, exclusive ? 02 | 0200 : 02);
            if (error != 0)
                (void)m_client.clunk(number);
        }
        expect(error, m_model.create(number, join(parent, child), exclusive));
    }
    void close()
    {
        const std::uint32_t number = fid();
        if (m_model.isOpen(number))
            expect(m_client.clunk(number), 0);
        m_model.close(number);
    }
    void write()
    {
        const std::uint32_t number = fid();
        if (!m_model.isOpen(number))
            return;
        const std::uint64_t offset = below(60'000);
        const std::string data(below(20'000), static_cast<char>('A' + below(26)));
        expect(m_client.write(number, offset, data), m_model.write(number, offset, data));
    }
    void read()
    {
        const std::uint32_t number = fid();
        if (!m_model.isOpen(number))
            return;
        const std::uint64_t offset = below(80'000);
        const auto count = static_cast<std::uint32_t>(below(30'000));
        std::string data;
        expect(m_client.read(number, offset, count, data), 0);
        QVERIFY(data == m_model.read(number, offset, count));
    }
    void resize()
    {
        const std::uint32_t number = fid();
        const std::uint64_t size = below(70'000);
        if (m_model.isOpen(number))
            expect(m_client.setSize(number, size), m_model.resize(number, size));
    }
    void rename()
    {
        const std::string fromFolder = folder();
        const std::string toFolder = folder();
        const std::string from = name();
        const std::string to = name();
        constexpr std::uint32_t source = 100;
        constexpr std::uint32_t target = 101;
        const auto sourceError = m_client.walk(0, source, parts(fromFolder));
        const auto targetError = m_client.walk(0, target, parts(toFolder));
        if (sourceError == 0 && targetError == 0)
            expect(m_client.rename(source, from, target, to),
                   m_model.rename(join(fromFolder, from), join(toFolder, to)));
        (void)m_client.clunk(source);
        (void)m_client.clunk(target);
    }
    void removeEntry(bool isFolder)
    {
        const std::string parent = folder();
        const std::string child = name();
        constexpr std::uint32_t scratch = 100;
        if (m_client.walk(0, scratch, parts(parent)) == 0) {
            expect(m_client.unlink(scratch, child, isFolder), isFolder
                                                                  ? m_model.removeFolder(join(parent, child))
                                                                  : m_model.remove(join(parent, child)));
            expect(m_client.clunk(scratch), 0);
        }
    }
    void remove() { removeEntry(false); }
    void removeFolder() { removeEntry(true); }
    void makeFolder()
    {
        const std::string parent = folder();
        const std::string child = name();
        constexpr std::uint32_t scratch = 100;
        if (m_client.walk(0, scratch, parts(parent)) == 0) {
            expect(m_client.makeFolder(scratch, child), m_model.makeFolder(join(parent, child)));
            expect(m_client.clunk(scratch), 0);
        }
    }
    void stat()
    {
        const std::uint32_t number = fid();
        Stat found;
        if (!m_model.isOpen(number))
            return;
        expect(m_client.stat(number, found), 0);
        QCOMPARE(found.size, m_model.sizeOf(number));
    }

    static std::vector<std::string> parts(const std::string &path)
    {
        std::vector<std::string> names;
        std::istringstream stream(path);
        for (std::string part; std::getline(stream, part, '/');)
            names.push_back(part);
        return names;
    }

    SharedFixture &m_shared;
    P9Client m_client;
    FileModel m_model;
    std::mt19937 m_random;
};

} // namespace

void RandomOperationsTest::behavesLikeTheModel_data()
{
    QTest::addColumn<quint32>("seed");
    for (const quint32 seed : {1U, 2U, 3U, 4U})
        QTest::addRow("seed %u", seed) << seed;
    const quint32 fresh = std::random_device{}();
    QTest::addRow("seed %u, new in this run", fresh) << fresh;
}

void RandomOperationsTest::behavesLikeTheModel()
{
    QFETCH(quint32, seed);
    SharedFixture shared(true, quota);
    Player player(shared, seed);
    for (int i = 0; i < operations; ++i) {
        player.play();
        if (i % 500 == 0)
            player.compareAll();
        shared.accesses.clear();
        if (QTest::currentTestFailed())
            qFatal("The operation %d of seed %u went wrong.", i, seed);
    }
    player.compareAll();
}

QTEST_GUILESS_MAIN(RandomOperationsTest)
#include "random_operations_test.moc"
