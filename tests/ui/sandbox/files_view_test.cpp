// The Files tab: folders that are opened to the sandbox, and what code did with files.
#include "ui/sandbox/file_audit_model.h"
#include "ui/sandbox/file_tree_model.h"
#include "ui/sandbox/files_view.h"
#include "ui/sandbox/folder_scout.h"
#include "ui/sandbox/mount_dialog.h"
#include "ui/sandbox/mount_model.h"
#include "ui/sandbox/mount_table.h"

#include <QCheckBox>
#include <QDir>
#include <QDropEvent>
#include <QLineEdit>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QTableView>
#include <QTemporaryDir>
#include <QToolButton>
#include <QTreeView>
#include <QUrl>
#include <QtTest>

using namespace glasshouse;
using namespace glasshouse::ui;

namespace {

trace::FileTouch touched(const QString &operation, const QString &path, const QString &problem = {})
{
    return {
        .timeMs = 1'700'000'000'000, .operation = operation, .path = path, .newPath = {}, .problem = problem};
}

trace::FilesAccessed one(const trace::FileTouch &touch)
{
    return {.call = {}, .touches = {touch}};
}

} // namespace

class FilesViewTest : public QObject
{
    Q_OBJECT

private:
    Theme m_theme{ThemeMode::Dark};
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<FilesView> m_view;
    SandboxAccess m_access;

    QString path(const char *name) const { return m_folder->filePath(QLatin1String(name)); }

    void show(const QVector<FolderMount> &mounts, const QVector<FolderConsent> &consents = {})
    {
        m_access.mounts = mounts;
        m_view->setAccess(m_access, consents);
    }

    FolderConsent consent(const char *folder, bool writable) const
    {
        return {QDir(m_access.folder).canonicalPath(), QDir(path(folder)).canonicalPath(), writable, 1};
    }

    bool drop(const QUrl &url)
    {
        QMimeData data;
        data.setUrls({url});
        const Qt::DropActions offered = Qt::CopyAction | Qt::MoveAction;
        QDragEnterEvent entered(QPoint(5, 5), offered, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_view->mounts(), &entered);
        if (!entered.isAccepted())
            return false;
        QDropEvent event(QPointF(5, 5), offered, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_view->mounts(), &event);
        return event.isAccepted() && event.dropAction() == Qt::CopyAction;
    }

    void put(const char *name, int size) const
    {
        QVERIFY(QDir().mkpath(QFileInfo(path(name)).path()));
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QByteArray(size, 'x')) == size);
    }

    const QAbstractItemModel *tree() const { return m_view->findChild<QTreeView *>()->model(); }

    QStringList names(const QModelIndex &parent, int row) const
    {
        QStringList names;
        const QModelIndex folder = tree()->index(row, 0, parent);
        for (int child = 0; child < tree()->rowCount(folder); ++child)
            names << tree()->index(child, 0, folder).data().toString();
        return names;
    }

    QTableView *table() const { return m_view->mounts()->findChild<QTableView *>(); }
    MountDialog *dialog() const { return m_view->findChild<MountDialog *>(); }
    QPushButton *addButton() const { return dialog()->findChild<QPushButton *>(QStringLiteral("mountAdd")); }

    void answer(QMessageBox::StandardButton button)
    {
        auto *box = m_view->findChild<QMessageBox *>();
        QVERIFY(box);
        box->button(button)->click();
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        for (const char *name : {"project/data", "project/agents", "outside"})
            QVERIFY(QDir(m_folder->path()).mkpath(QLatin1String(name)));
        m_access = {};
        m_access.folder = path("project");
        m_view = std::make_unique<FilesView>(&m_theme);
        show({});
        m_view->resize(1100, 260);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    }

    void aDroppedFolderOfTheProjectIsAdded()
    {
        QSignalSpy edited(m_view->mounts(), &MountTable::mountsEdited);
        QSignalSpy consented(m_view->mounts(), &MountTable::consentGiven);
        QVERIFY(drop(QUrl::fromLocalFile(path("project/data"))));
        QTest::mouseClick(addButton(), Qt::LeftButton);
        QCOMPARE(edited.size(), 1);
        const QVector<FolderMount> wanted{{QStringLiteral("data"), QStringLiteral("/input"), false}};
        QCOMPARE(edited.first().first().value<QVector<FolderMount>>(), wanted);
        QVERIFY(consented.isEmpty());
    }

    void aFolderOutsideTheProjectIsAllowedWithTheEdit()
    {
        QSignalSpy consented(m_view->mounts(), &MountTable::consentGiven);
        QVERIFY(drop(QUrl::fromLocalFile(path("outside"))));
        dialog()->findChild<QCheckBox *>()->setChecked(true);
        QTest::mouseClick(addButton(), Qt::LeftButton);
        QCOMPARE(consented.size(), 1);
        QCOMPARE(consented.first().at(0).toString(), QDir(path("outside")).canonicalPath());
        QCOMPARE(consented.first().at(1).toBool(), true);
    }

    void closingTheDialogOpensNothing()
    {
        QSignalSpy edited(m_view->mounts(), &MountTable::mountsEdited);
        QSignalSpy consented(m_view->mounts(), &MountTable::consentGiven);
        QVERIFY(drop(QUrl::fromLocalFile(path("outside"))));
        QTest::keyClick(dialog(), Qt::Key_Escape);
        QVERIFY(edited.isEmpty() && consented.isEmpty());
    }

    void onlyFoldersOfThisMachineCanBeDropped()
    {
        QFile file(path("file.txt"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(!drop(QUrl::fromLocalFile(file.fileName())));
        QVERIFY(!drop(QUrl(QStringLiteral("https://example.com/folder"))));
        QVERIFY(!dialog());
    }

    void theDialogSaysWhatIsWrongAsOneTypes_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<QString>("place");
        QTest::addColumn<bool>("writable");
        QTest::newRow("missing folder") << QStringLiteral("nowhere") << QStringLiteral("/input") << false;
        QTest::newRow("system place") << QStringLiteral("data") << QStringLiteral("/etc/x") << false;
        QTest::newRow("relative place") << QStringLiteral("data") << QStringLiteral("input") << false;
        QTest::newRow("taken place") << QStringLiteral("data") << QStringLiteral("/taken/") << false;
        QTest::newRow("own files") << QStringLiteral("agents") << QStringLiteral("/input") << true;
    }

    void theDialogSaysWhatIsWrongAsOneTypes()
    {
        QFETCH(QString, folder);
        QFETCH(QString, place);
        QFETCH(bool, writable);
        show({{QStringLiteral("data"), QStringLiteral("/taken"), false}});
        m_view->mounts()->addFolder(path("project/data"));
        QVERIFY(addButton()->isEnabled());
        dialog()->setFolder(path("project/") + folder);
        dialog()->findChild<QLineEdit *>(QStringLiteral("mountPlace"))->setText(place);
        dialog()->findChild<QCheckBox *>()->setChecked(writable);
        QVERIFY(!addButton()->isEnabled());
        QVERIFY(!addButton()->toolTip().isEmpty());
    }

    void aStrangersFolderStaysClosedUntilItIsAllowed()
    {
        show({{path("outside"), QStringLiteral("/input"), false}});
        const auto *model = table()->model();
        QVERIFY(model->index(0, MountModel::State).data().toString().contains(u"needs your permission"));
        QSignalSpy consented(m_view->mounts(), &MountTable::consentGiven);
        table()->selectRow(0);
        auto *allow = m_view->findChild<QToolButton *>(QStringLiteral("allowMount"));
        QTest::mouseClick(allow, Qt::LeftButton);
        auto *box = m_view->findChild<QMessageBox *>();
        QVERIFY(box->informativeText().contains(QDir(path("outside")).canonicalPath()));
        QTest::keyClick(box, Qt::Key_Return); // the default is no
        QVERIFY(consented.isEmpty());
        QTRY_VERIFY(!m_view->findChild<QMessageBox *>());
        QTest::mouseClick(allow, Qt::LeftButton);
        answer(QMessageBox::Yes);
        QCOMPARE(consented.size(), 1);
        show(m_access.mounts, {consent("outside", false)});
        QVERIFY(model->index(0, MountModel::State).data().toString().startsWith(u"open"));
    }

    void writingToAFolderOutsideAsksAgain()
    {
        const QVector<FolderMount> mounts{{path("outside"), QStringLiteral("/input"), false}};
        show(mounts, {consent("outside", false)});
        QSignalSpy edited(m_view->mounts(), &MountTable::mountsEdited);
        table()->model()->setData(table()->model()->index(0, MountModel::Access), Qt::Checked,
                                  Qt::CheckStateRole);
        QVERIFY(edited.isEmpty());
        answer(QMessageBox::Yes);
        QCOMPARE(edited.size(), 1);
        QVERIFY(edited.first().first().value<QVector<FolderMount>>().first().writable);
    }

    void theDeleteKeyRemovesAFolder()
    {
        show({{QStringLiteral("data"), QStringLiteral("/input"), false}});
        QSignalSpy edited(m_view->mounts(), &MountTable::mountsEdited);
        table()->selectRow(0);
        table()->setFocus();
        QTest::keyClick(table(), Qt::Key_Delete);
        QCOMPARE(edited.size(), 1);
        QVERIFY(edited.first().first().value<QVector<FolderMount>>().isEmpty());
    }

    void theTreeShowsWhoTouchedWhatLast()
    {
        show({{QStringLiteral("data"), QStringLiteral("/input"), false}});
        m_view->add(one(touched(QStringLiteral("open-read"), QStringLiteral("/input/sub/a.csv"))),
                    QStringLiteral("Analyst"));
        m_view->add(one(touched(QStringLiteral("open-write"), QStringLiteral("/input/sub/a.csv"),
                                QStringLiteral("The folder is read-only."))),
                    QStringLiteral("Writer"));
        m_view->flush();
        const auto *tree = m_view->findChild<QTreeView *>()->model();
        const QModelIndex input = tree->index(1, 0);
        QCOMPARE(input.data().toString(), QStringLiteral("/input"));
        const QModelIndex file = tree->index(0, 0, tree->index(0, 0, input));
        QCOMPARE(file.data().toString(), QStringLiteral("a.csv"));
        QVERIFY(file.siblingAtColumn(1).data().toString().contains(u"refused"));
        QVERIFY(file.siblingAtColumn(1).data(Qt::ToolTipRole).toString().contains(u"read-only"));
        QCOMPARE(file.siblingAtColumn(2).data().toString(), QStringLiteral("Writer"));
        QVERIFY(input.siblingAtColumn(1).data().toString().contains(u"1 refused"));
    }

    void theTreeShowsWhatNobodyTouched()
    {
        put("project/data/b.txt", 5);
        put("project/data/sub/a.csv", 7);
        put("project/data/sub/c.csv", 7);
        show({{QStringLiteral("data"), QStringLiteral("/input"), false}});
        QTRY_COMPARE(names({}, 1), QStringList({QStringLiteral("sub"), QStringLiteral("b.txt")}));
        const QModelIndex sub = tree()->index(0, 0, tree()->index(1, 0));
        QVERIFY(tree()->hasChildren(sub));
        QCOMPARE(tree()->rowCount(sub), 0); // not before somebody looks
        m_view->findChild<QTreeView *>()->expand(sub);
        QTRY_COMPARE(tree()->rowCount(sub), 2);
        m_view->add(one(touched(QStringLiteral("open-read"), QStringLiteral("/input/sub/c.csv"))), {});
        m_view->flush();
        QCOMPARE(tree()->index(0, 0, sub).data().toString(),
                 QStringLiteral("c.csv")); // what was touched first
        QCOMPARE(tree()->rowCount(sub), 2);
    }

    void theTreeLooksAgainAfterACall()
    {
        put("project/data/old.txt", 5);
        show({{QStringLiteral("data"), QStringLiteral("/input"), true}});
        QTRY_COMPARE(names({}, 1), QStringList{QStringLiteral("old.txt")});
        QVERIFY(QFile::remove(path("project/data/old.txt")));
        put("project/data/new.txt", 5);
        m_view->applyEvent({1, QStringLiteral("run_1"), 0, trace::event_type::ExecFinished, {}, 1, {}});
        QTRY_COMPARE(names({}, 1), QStringList{QStringLiteral("new.txt")});
    }

    void aHugeFolderIsCut()
    {
        for (int i = 0; i < FolderScout::MostEntries + 10; ++i)
            put(QByteArray("project/data/" + QByteArray::number(i)).constData(), 0);
        show({{QStringLiteral("data"), QStringLiteral("/input"), false}});
        QTRY_COMPARE(tree()->rowCount(tree()->index(1, 0)), FolderScout::MostEntries);
        QVERIFY(tree()->index(1, FileTreeModel::Size).data().toString().contains(u"10 more"));
    }

    void nothingIsLookedIntoWithoutPermission()
    {
        put("outside/secret.txt", 5);
        show({{path("outside"), QStringLiteral("/input"), false}});
        QVERIFY(!tree()->hasChildren(tree()->index(1, 0)));
    }

    void theTableSaysWhatFoldersHold()
    {
        put("project/data/a.bin", 30'000);
        m_view->mounts()->setQuota({40'000, 10});
        show({{QStringLiteral("data"), QStringLiteral("/input"), true}});
        const QModelIndex holds = table()->model()->index(0, MountModel::State);
        QTRY_COMPARE(holds.data().toString(), QStringLiteral("open, 30 kB of 40 kB"));
        QCOMPARE(holds.data(Qt::ToolTipRole).toString(), QStringLiteral("1 of 10 files and folders"));
        put("project/data/b.bin", 8'000);
        m_view->applyEvent({1, QStringLiteral("run_1"), 0, trace::event_type::ExecFinished, {}, 1, {}});
        QTRY_COMPARE(holds.data().toString(), QStringLiteral("open, 38 kB of 40 kB"));
        QCOMPARE(holds.data(Qt::ForegroundRole).value<QColor>(), m_theme.color(ColorRole::Waiting));
    }

    void theListCanShowRefusedAccessesOnly()
    {
        m_view->add(one(touched(QStringLiteral("open-read"), QStringLiteral("/input/a"))), {});
        m_view->add(one(touched(QStringLiteral("create"), QStringLiteral("/input/b"), QStringLiteral("No."))),
                    {});
        m_view->flush();
        auto *model = m_view->findChild<FileAuditModel *>();
        QCOMPARE(model->rowCount(), 2);
        QTest::mouseClick(m_view->findChild<QToolButton *>(QStringLiteral("refusedOnly")), Qt::LeftButton);
        QCOMPARE(model->rowCount(), 1);
        m_view->add(one(touched(QStringLiteral("open-read"), QStringLiteral("/input/c"))), {});
        m_view->flush();
        QCOMPARE(model->rowCount(), 1);
    }

    void aFloodOfAccessesIsBounded()
    {
        for (int batch = 0; batch < 100; ++batch) {
            trace::FilesAccessed accessed;
            for (int i = 0; i < 1'000; ++i)
                accessed.touches.append(touched(QStringLiteral("open-read"),
                                                QStringLiteral("/output/d%1/f%2").arg(batch).arg(i)));
            m_view->add(accessed, {});
            m_view->flush();
        }
        QVERIFY(m_view->findChild<FileAuditModel *>()->rowCount() <= FileAuditModel::MostRows);
        int files = 0;
        const auto *tree = m_view->findChild<QTreeView *>()->model();
        const QModelIndex output = tree->index(0, 0);
        for (int row = 0; row < tree->rowCount(output); ++row)
            files += tree->rowCount(tree->index(row, 0, output));
        QVERIFY(files > 5'000 && files <= 10'000);
    }

    void storedEventsShowTheSame()
    {
        const trace::Event event{
            1,
            QStringLiteral("run_1"),
            0,
            trace::event_type::FilesAccessed,
            QStringLiteral("Analyst"),
            1,
            one(touched(QStringLiteral("open-read"), QStringLiteral("/input/a"))).toJson()};
        m_view->applyEvent(event);
        m_view->flush();
        const auto *model = m_view->findChild<FileAuditModel *>();
        QCOMPARE(model->rowCount(), 1);
        QCOMPARE(model->index(0, FileAuditModel::Who).data(Qt::DisplayRole).toString(),
                 QStringLiteral("Analyst"));
    }

    void namesOfTheGuestAreEscaped()
    {
        m_view->add(
            one(touched(QStringLiteral("create"), QStringLiteral("/output/<b>\u202egnp.exe\x1b[31m"))), {});
        m_view->flush();
        const auto *model = m_view->findChild<FileAuditModel *>();
        const QString shown = model->index(0, FileAuditModel::Path).data(Qt::DisplayRole).toString();
        QVERIFY(shown.contains(u"<U+202E>") && !shown.contains(QChar(0x1b)));
        QVERIFY(!model->index(0, FileAuditModel::Path).data(Qt::ToolTipRole).toString().contains(u"<b>"));
    }
};

QTEST_MAIN(FilesViewTest)
#include "files_view_test.moc"
