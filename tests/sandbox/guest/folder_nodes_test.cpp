#include "sandbox/guest/folder_nodes.h"

#include <QTest>

#include <set>

using namespace glasshouse::guest;

// What the kernel knows, and when it is forgotten.
class FolderNodesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theRootIsAlwaysThere();
    void theSameFileKeepsItsNode();
    void anotherFileAtItsPlaceIsAnotherNode();
    void theSameNumberOfAnotherTypeIsAnotherNode();
    void aFileInTwoFoldersIsTwoNodes();
    void isForgottenWithItsLastLookUp();
    void forgetsNoMoreThanThereIs();
    void noNodeIsUsedTwice();
    void fidsAreUsedAgain();
    void aRemovedFileIsKnownUntilForgotten();
    void aRenamedFileKeepsItsNode();
    void whatWasRenamedOverHasLostItsPlace();
    void asksTheOpenFileAboutItself();
    void changesAFileByItsNameAsLongAsItHasOne();
};

namespace {

constexpr NodeId root = FolderNodes::root;
constexpr std::uint8_t folderType = 0x80;

// Its fid is the second value: 0 if the node has taken the new one.
std::pair<NodeId, Fid> lookUp(FolderNodes &nodes, std::string_view name, std::uint64_t number,
                              NodeId folder = root)
{
    Fid fid = nodes.newFid();
    const NodeId node = nodes.lookUp(folder, name, {0, number}, fid);
    return {node, fid};
}

} // namespace

void FolderNodesTest::theRootIsAlwaysThere()
{
    FolderNodes nodes;
    Fid fid = 99;
    QVERIFY(!nodes.forget(root, 1000, fid));
    QCOMPARE(fid, 99U);
    QVERIFY(nodes.find(root));
    QCOMPARE(nodes.find(root)->fid, FolderNodes::rootFid);
    QVERIFY(nodes.newFid() != FolderNodes::rootFid);
    QCOMPARE(nodes.size(), 1U);
}

void FolderNodesTest::theSameFileKeepsItsNode()
{
    FolderNodes nodes;
    const auto [node, first] = lookUp(nodes, "file", 7);
    QCOMPARE(first, FolderNodes::rootFid); // it took it
    const Fid taken = nodes.find(node)->fid;
    const auto [again, second] = lookUp(nodes, "file", 7);
    QCOMPARE(again, node);
    QVERIFY(second != FolderNodes::rootFid && second != taken); // the caller's to free
    QCOMPARE(nodes.find(node)->fid, taken);
    QCOMPARE(nodes.find(node)->lookups, 2U);
}

void FolderNodesTest::anotherFileAtItsPlaceIsAnotherNode()
{
    FolderNodes nodes;
    const auto [old, none] = lookUp(nodes, "file", 7);
    const auto [node, taken] = lookUp(nodes, "file", 8);
    QVERIFY(node != old);
    QCOMPARE(taken, FolderNodes::rootFid);
    QCOMPARE(lookUp(nodes, "file", 8).first, node);
    QVERIFY(nodes.find(old)->place.second.empty());
    Fid fid = 0;
    QVERIFY(nodes.forget(old, 1, fid));
    QCOMPARE(lookUp(nodes, "file", 8).first, node); // the old one took no place with it
}

void FolderNodesTest::theSameNumberOfAnotherTypeIsAnotherNode()
{
    FolderNodes nodes;
    const auto [node, none] = lookUp(nodes, "name", 7);
    Fid fid = nodes.newFid();
    QVERIFY(nodes.lookUp(root, "name", {folderType, 7}, fid) != node);
}

void FolderNodesTest::aFileInTwoFoldersIsTwoNodes()
{
    FolderNodes nodes;
    const auto [folder, none] = lookUp(nodes, "folder", 1);
    QVERIFY(lookUp(nodes, "file", 7).first != lookUp(nodes, "file", 7, folder).first);
}

void FolderNodesTest::isForgottenWithItsLastLookUp()
{
    FolderNodes nodes;
    const auto [node, none] = lookUp(nodes, "file", 7);
    const Fid taken = nodes.find(node)->fid;
    (void)lookUp(nodes, "file", 7);
    (void)lookUp(nodes, "file", 7);
    Fid fid = 0;
    QVERIFY(!nodes.forget(node, 2, fid));
    QVERIFY(nodes.find(node));
    QVERIFY(nodes.forget(node, 1, fid));
    QCOMPARE(fid, taken);
    QVERIFY(!nodes.find(node));
    QCOMPARE(nodes.size(), 1U);
}

void FolderNodesTest::forgetsNoMoreThanThereIs()
{
    FolderNodes nodes;
    Fid fid = 0;
    QVERIFY(!nodes.forget(1234, 1, fid));
    const auto [node, none] = lookUp(nodes, "file", 7);
    QVERIFY(nodes.forget(node, ~0ULL, fid));
    QVERIFY(!nodes.forget(node, 1, fid));
    QCOMPARE(nodes.size(), 1U);
}

void FolderNodesTest::noNodeIsUsedTwice()
{
    FolderNodes nodes;
    std::set<NodeId> used;
    for (int i = 0; i < 1000; ++i) {
        const NodeId node = lookUp(nodes, "file", 7).first;
        Fid fid = 0;
        QVERIFY(nodes.forget(node, 1, fid));
        nodes.freeFid(fid);
        QVERIFY(used.insert(node).second);
    }
}

void FolderNodesTest::fidsAreUsedAgain()
{
    FolderNodes nodes;
    const Fid first = nodes.newFid();
    const Fid second = nodes.newFid();
    QVERIFY(first != second);
    nodes.freeFid(first);
    QCOMPARE(nodes.newFid(), first);
    QVERIFY(nodes.newFid() > second);
}

void FolderNodesTest::aRemovedFileIsKnownUntilForgotten()
{
    FolderNodes nodes;
    const auto [node, none] = lookUp(nodes, "file", 7);
    nodes.removed(root, "file");
    nodes.removed(root, "file");
    nodes.removed(root, "never there");
    QVERIFY(nodes.find(node));
    QVERIFY(lookUp(nodes, "file", 7).first != node); // a number that the host has used again
    Fid fid = 0;
    QVERIFY(nodes.forget(node, 1, fid));
}

void FolderNodesTest::aRenamedFileKeepsItsNode()
{
    FolderNodes nodes;
    const auto [folder, none] = lookUp(nodes, "folder", 1);
    const auto [node, taken] = lookUp(nodes, "old", 7);
    nodes.renamed(root, "old", folder, "new");
    QCOMPARE(lookUp(nodes, "new", 7, folder).first, node);
    QVERIFY(lookUp(nodes, "old", 7).first != node);
}

void FolderNodesTest::whatWasRenamedOverHasLostItsPlace()
{
    FolderNodes nodes;
    const auto [over, none] = lookUp(nodes, "b", 8);
    const auto [node, taken] = lookUp(nodes, "a", 7);
    nodes.renamed(root, "a", root, "b");
    QVERIFY(nodes.find(over)->place.second.empty());
    Fid fid = 0;
    QVERIFY(nodes.forget(over, 1, fid));
    QCOMPARE(lookUp(nodes, "b", 7).first, node);
    nodes.renamed(root, "not looked up", root, "b"); // takes the place all the same
    QVERIFY(lookUp(nodes, "b", 7).first != node);
}

void FolderNodesTest::asksTheOpenFileAboutItself()
{
    FolderNode node{5, {}, 1, {}};
    QCOMPARE(node.self(), 5U);
    node.open = {8, 9};
    QCOMPARE(node.self(), 9U);
}

void FolderNodesTest::changesAFileByItsNameAsLongAsItHasOne()
{
    FolderNode node{5, {}, 1, {root, "file"}, {8}};
    QCOMPARE(node.changeable(), 5U);
    node.place = {};
    QCOMPARE(node.changeable(), 8U);
    node.open.clear();
    QCOMPARE(node.changeable(), 5U);
}

QTEST_GUILESS_MAIN(FolderNodesTest)
#include "folder_nodes_test.moc"
