// A person drags a folder from another program into Glass, opens it to code with the mouse, and sees what
// code does with it: real drag and drop between two programs, the real window, a real micro-VM.

#include "tests/e2e/story.h"

#include "tests/fakes/scripted_model.h"
#include "ui/chat/composer.h"
#include "ui/common/project_document.h"
#include "ui/sandbox/mount_dialog.h"
#include "ui/sandbox/mount_model.h"
#include "ui/sandbox/mount_table.h"
#include "ui/sandbox/sandbox_page.h"
#include "ui/settings/settings_page.h"

#include <QDir>
#include <QLineEdit>
#include <QProcess>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QTreeView>

using namespace glasshouse;
using namespace glasshouse::e2e;
namespace type = trace::event_type;

namespace {

constexpr int windowMs = 20'000;
constexpr int sandboxMs = 400'000; // for a template to be made first, on a loaded machine
constexpr QPoint placeOfTheFolder(1240, 90);

const auto isItThere = QStringLiteral("import os\nprint('there:', os.path.exists('/input/greeting.txt'))\n");
const auto readIt = QStringLiteral("print(open('/input/greeting.txt').read())\n");
const auto writeThere = QStringLiteral("try:\n    open('/input/greeting.txt', 'a')\n"
                                       "except OSError as error:\n    print(error.strerror)\n");

bool write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    return file.open(QFile::WriteOnly) && file.write(content) == content.size();
}

QModelIndex rowOf(const QAbstractItemModel &model, const QString &text, const QModelIndex &parent = {})
{
    for (int row = 0; row < model.rowCount(parent); ++row) {
        if (const auto index = model.index(row, 0, parent); index.data().toString() == text)
            return index;
    }
    return {};
}

} // namespace

class GlassFolderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(QDir().mkpath(shared() + u"/quarters"_qs));
        QVERIFY(write(shared() + u"/greeting.txt"_qs, "hello from the other side"));
        QVERIFY(write(shared() + u"/quarters/first.csv"_qs, "month,sum\n1,2\n"));
        m_model.code = {isItThere, readIt, writeThere};
        m_story = std::make_unique<Story>();
        const Connection model = m_model.connection();
        m_story->open(projectThatRunsCode(m_folder.filePath(u"project"_qs), u"Reader"_qs, model), model);
    }

    void cleanupTestCase()
    {
        m_source.kill();
        QTRY_COMPARE_WITH_TIMEOUT(m_source.state(), QProcess::NotRunning, windowMs);
        m_story.reset();
    }

    void cleanup()
    {
        if (QTest::currentTestFailed())
            m_story->screenshot(QStringLiteral("failed-glass-") +
                                QString::fromLatin1(QTest::currentTestFunction()));
    }

    void codeSeesNoFolderAtFirst()
    {
        m_story->window().showPage(ui::MainWindow::Page::Chat);
        QTRY_VERIFY_WITH_TIMEOUT(m_story->find<ui::ComposerEdit>(), windowMs);
        m_story->send(u"Is it there?"_qs);
        QTRY_COMPARE_WITH_TIMEOUT(m_story->count(type::RunFinished), 1, sandboxMs);
        QVERIFY(printed().contains(u"there: False"));
    }

    void aFolderThatIsDroppedIsAskedAbout()
    {
        m_story->openGlass(ui::GlassDock::Tab::Files, u"Files"_qs);
        m_story->shootBothThemes(u"folder-none"_qs);
        const auto *mounts = m_story->find<ui::MountTable>();
        QVERIFY(mounts);
        dragTo(centreOf(*mounts));
        QTRY_VERIFY_WITH_TIMEOUT(m_story->find<ui::MountDialog>(), windowMs);
        QCOMPARE(m_story->find<QLineEdit>(isNamed<QLineEdit>("mountFolder"))->text(), shared());
        QVERIFY(project().sandboxes.isEmpty()); // nothing is open yet
        m_story->shootBothThemes(u"folder-asked"_qs);
    }

    void oneClickOpensIt()
    {
        const auto *add = m_story->find<QAbstractButton>(isNamed<QAbstractButton>("mountAdd"));
        QVERIFY(add);
        m_story->hand().click(*add);
        QTRY_VERIFY_WITH_TIMEOUT(!m_story->find<ui::MountDialog>(), windowMs);
        QTRY_COMPARE_WITH_TIMEOUT(project().sandboxes.size(), 1, windowMs);
        QCOMPARE(project().sandboxes.first().access.mounts,
                 QVector<FolderMount>({FolderMount{shared(), u"/input"_qs, false}}));
        QCOMPARE(m_story->session().engine().folders().all().size(), 1);
        QVERIFY(rowOf(*mountModel(), shared()).isValid());
    }

    void theSameSandboxReadsIt()
    {
        m_story->send(u"Read it"_qs);
        QTRY_COMPARE_WITH_TIMEOUT(m_story->count(type::RunFinished), 2, sandboxMs);
        QVERIFY(printed().contains(u"hello from the other side"));
    }

    void theAccessIsSeen()
    {
        auto *tree = m_story->find<QTreeView>(
            [](const QTreeView &view) { return view.accessibleName() == u"Files in the sandbox"; });
        QVERIFY(tree);
        m_files = tree->model();
        QTRY_COMPARE_WITH_TIMEOUT(greeting().siblingAtColumn(1).data().toString(), u"read"_qs, windowMs);
        QCOMPARE(greeting().siblingAtColumn(2).data().toString(), u"Reader"_qs);
        QTRY_VERIFY_WITH_TIMEOUT(rowOf(*m_files, u"quarters"_qs, input()).isValid(), windowMs); // untouched
        QTRY_VERIFY_WITH_TIMEOUT(
            mountModel()->index(0, ui::MountModel::State).data().toString().startsWith(u"outside, "),
            windowMs);
        m_story->shootBothThemes(u"folder-read"_qs);
    }

    void aRefusedWriteIsSeen()
    {
        m_story->send(u"Write there"_qs);
        QTRY_COMPARE_WITH_TIMEOUT(m_story->count(type::RunFinished), 3, sandboxMs);
        QVERIFY(printed().contains(u"Read-only file system"));
        QTRY_COMPARE_WITH_TIMEOUT(greeting().siblingAtColumn(1).data().toString(), u"writing refused"_qs,
                                  windowMs);
        m_story->shootBothThemes(u"folder-refused"_qs);
    }

    void everyTabOfGlassOpensWithAClick()
    {
        using Tab = ui::GlassDock::Tab;
        for (const auto &[tab, name] : {std::pair{Tab::Console, u"Console"_qs},
                                        {Tab::Network, u"Network"_qs},
                                        {Tab::Resources, u"Resources"_qs},
                                        {Tab::Artifacts, u"Artifacts"_qs}}) {
            m_story->openGlass(tab, name);
            m_story->shootBothThemes(u"glass-"_qs + name.toLower());
        }
    }

    void thePermissionIsListedAndTakenBack()
    {
        m_story->window().showPage(ui::MainWindow::Page::Settings);
        QTRY_VERIFY_WITH_TIMEOUT(m_story->find<ui::SettingsPage>(), windowMs);
        m_story->find<ui::SettingsPage>()->showSection(ui::SettingsPage::Section::Images);
        m_story->shootBothThemes(u"settings-images"_qs);
        m_story->find<ui::SettingsPage>()->showSection(ui::SettingsPage::Section::Folders);
        QTRY_VERIFY_WITH_TIMEOUT(m_story->button(u"Revoke "_qs + shared()), windowMs);
        m_story->shootBothThemes(u"settings-folders"_qs);
        m_story->hand().click(*m_story->button(u"Revoke "_qs + shared()));
        QTRY_VERIFY_WITH_TIMEOUT(m_story->session().engine().folders().all().isEmpty(), windowMs);
        m_story->window().showPage(ui::MainWindow::Page::Sandbox);
        QTRY_VERIFY_WITH_TIMEOUT(m_story->find<ui::SandboxPage>(), windowMs);
        m_story->shootBothThemes(u"sandbox-page"_qs);
    }

    void codeReadsItNoMore()
    {
        m_story->window().showPage(ui::MainWindow::Page::Chat);
        QTRY_VERIFY_WITH_TIMEOUT(m_story->find<ui::ComposerEdit>(), windowMs);
        m_model.code = {isItThere};
        m_story->send(u"And now?"_qs);
        QTRY_COMPARE_WITH_TIMEOUT(m_story->count(type::RunFinished), 4, sandboxMs);
        QVERIFY(!printed().contains(u"there: True"));
    }

private:
    template<typename Widget>
    [[nodiscard]] static std::function<bool(const Widget &)> isNamed(const char *name)
    {
        return [name](const Widget &widget) { return widget.objectName() == QLatin1String(name); };
    }

    [[nodiscard]] QString shared() const { return m_folder.filePath(u"shared"_qs); }
    [[nodiscard]] QString printed() const { return m_story->outputOf(type::ExecOutput, "text"); }
    [[nodiscard]] const Project &project() const { return m_story->window().document().project(); }
    [[nodiscard]] const QAbstractItemModel *mountModel() const
    {
        return m_story->find<ui::MountTable>()->findChild<QTableView *>()->model();
    }

    [[nodiscard]] QModelIndex input() const { return rowOf(*m_files, u"/input"_qs); }
    [[nodiscard]] QModelIndex greeting() const { return rowOf(*m_files, u"greeting.txt"_qs, input()); }

    [[nodiscard]] bool said(const char *word)
    {
        m_said += m_source.readAllStandardOutput();
        return m_said.split('\n').contains(word);
    }

    // The hand lets go when the other program knows that the window takes the folder.
    void dragTo(QPoint target)
    {
        m_source.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_source.start(
            QStringLiteral(GLASSHOUSE_DRAG_SOURCE),
            {shared(), QString::number(placeOfTheFolder.x()), QString::number(placeOfTheFolder.y())});
        QTRY_VERIFY_WITH_TIMEOUT(said("shown"), windowMs);
        const QPoint grip = placeOfTheFolder + QPoint(80, 30);
        m_story->hand().dragWithoutDrop(grip, target);
        for (int nudge = 1; nudge <= 200 && !said("accepted"); ++nudge)
            m_story->hand().moveTo(target + QPoint(nudge % 2, 0)); // the last steps may have met no reply yet
        QVERIFY(said("accepted"));
        m_story->hand().release();
        QTRY_VERIFY_WITH_TIMEOUT(said("dropped"), windowMs);
    }

    QTemporaryDir m_folder;
    const QAbstractItemModel *m_files = nullptr;
    QProcess m_source;
    QByteArray m_said;
    fakes::ScriptedModel m_model;
    std::unique_ptr<Story> m_story;
};

QTEST_MAIN(GlassFolderTest)
#include "glass_folder_test.moc"
