// Paints the tabs of Glass and the dialogs of sandboxes in both themes and checks that they show something.
// With GLASSHOUSE_PICTURES set to a folder the pictures are kept there, to be looked at.
#include "ui/sandbox/console_view.h"
#include "ui/sandbox/files_view.h"
#include "ui/sandbox/mount_dialog.h"
#include "ui/sandbox/profile_editor.h"
#include "ui/sandbox/resources_view.h"
#include "ui/sandbox/sandbox_page.h"
#include "ui/sandbox/snapshots_dialog.h"

#include <QApplication>
#include <QDir>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

using namespace glasshouse;
using namespace glasshouse::ui;
namespace type = glasshouse::trace::event_type;

namespace {

constexpr QSize GlassSize(880, 200); // as it is beside the columns of a window of 1440 pixels

sandbox::Usage usageAt(int second)
{
    sandbox::Usage usage;
    usage.atMs = 1'700'000'000'000 + second * 1'000;
    usage.cpuMs = second * 600 + (second % 7) * 50;
    usage.callMs = second * 1'000;
    usage.callLimitMs = 60'000;
    usage.memoryBytes = qint64(120 + second * 6) << 20;
    usage.memoryLimitBytes = qint64(512) << 20;
    usage.processes = 3 + second % 5;
    usage.processLimit = 128;
    usage.outputBytes = qint64(second) * 900'000;
    usage.outputLimitBytes = 64 << 20;
    usage.outputFiles = second / 8;
    usage.outputFileLimit = 1'000;
    return usage;
}

trace::Event eventOf(QLatin1String kind, QJsonObject data, const QString &call)
{
    data.insert(QStringLiteral("call"), call);
    return {1, QStringLiteral("run_1"), 1'700'000'000'000, kind, QStringLiteral("Analyst"), 1, data};
}

} // namespace

class SandboxPicturesTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    Theme m_theme{ThemeMode::Light};

    void take(QWidget &widget, const char *name)
    {
        widget.setAutoFillBackground(true);
        widget.show();
        QVERIFY(QTest::qWaitForWindowExposed(&widget));
        const QImage picture = widget.grab().toImage();
        QSet<QRgb> colors;
        for (int y = 0; y < picture.height(); y += 3) {
            for (int x = 0; x < picture.width(); x += 3)
                colors.insert(picture.pixel(x, y));
        }
        QVERIFY2(colors.size() > 8, name);
        const QString folder = qEnvironmentVariable("GLASSHOUSE_PICTURES");
        const QString theme = m_theme.isDark() ? QStringLiteral("dark") : QStringLiteral("light");
        if (!folder.isEmpty())
            QVERIFY(picture.save(QStringLiteral("%1/%2-%3.png").arg(folder, QLatin1String(name), theme)));
    }

    Project project() const
    {
        Project project;
        project.folder = m_folder.filePath(QStringLiteral("project"));
        Agent agent;
        agent.name = QStringLiteral("Analyst");
        project.agents = {agent};
        SandboxProfile profile;
        profile.access.mounts = {{QStringLiteral("data"), QStringLiteral("/input"), false},
                                 {QDir::tempPath(), QStringLiteral("/scratch"), true}};
        project.sandboxes = {profile};
        project.defaultSandbox = profile.name;
        return project;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(QDir(m_folder.path()).mkpath(QStringLiteral("project/data/orders")));
        for (const char *name : {"customers.csv", "products.csv", "notes.txt"}) {
            QFile file(m_folder.filePath(QStringLiteral("project/data/")) + QLatin1String(name));
            QVERIFY(file.open(QIODevice::WriteOnly) && file.resize(48'200));
        }
    }

    void init()
    {
        QFETCH_GLOBAL(bool, dark);
        m_theme.setMode(dark ? ThemeMode::Dark : ThemeMode::Light);
        m_theme.applyTo(*qApp);
    }

    void initTestCase_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }

    void nothingIsMounted()
    {
        FilesView view(&m_theme);
        view.resize(GlassSize);
        take(view, "files-empty");
    }

    void filesThatCodeTouched()
    {
        FilesView view(&m_theme);
        view.resize(GlassSize);
        SandboxAccess access = project().sandboxes.first().access;
        access.folder = project().folder;
        view.setAccess(access, {});
        trace::FilesAccessed accessed;
        for (const char *name : {"customers.csv", "orders/2024.csv"})
            accessed.touches.append({1'700'000'000'000,
                                     QStringLiteral("open-read"),
                                     QStringLiteral("/input/") + QLatin1String(name),
                                     {},
                                     {},
                                     3});
        accessed.touches.append({1'700'000'000'500,
                                 QStringLiteral("create"),
                                 QStringLiteral("/input/new.csv"),
                                 {},
                                 QStringLiteral("The folder is read-only."),
                                 1});
        view.add(accessed, QStringLiteral("Analyst"));
        view.flush();
        view.show();
        const auto *tree = view.findChild<QTreeView *>()->model();
        QTRY_COMPARE(tree->rowCount(tree->index(1, 0)), 5); // three files, a folder, and one that was refused
        take(view, "files");
        view.findChild<QToolButton *>(QStringLiteral("showAccesses"))->click();
        take(view, "files-accesses");
    }

    void resources()
    {
        ResourcesView view(&m_theme);
        view.resize(GlassSize);
        sandbox::Status status;
        status.state = sandbox::Status::State::Ready;
        status.accelerator = sandbox::Accelerator::Tcg;
        status.confined = true;
        status.running = 1;
        view.setStatus(status);
        for (int second = 0; second < 60; ++second)
            view.setUsage(usageAt(second));
        take(view, "resources");
        view.noteLimit(
            QStringLiteral("The code used more than 512 MB of memory and was ended. Raise the limit in the "
                           "profile, or let it use less."));
        take(view, "resources-limit");
    }

    void console()
    {
        ConsoleView view(&m_theme);
        view.resize(GlassSize);
        for (const char *call : {"call_1", "call_2"}) {
            const QString id = QString::fromLatin1(call);
            view.applyEvent(
                eventOf(type::ExecStarted, {{QStringLiteral("language"), QStringLiteral("python")}}, id));
            view.applyEvent(
                eventOf(type::ExecOutput,
                        {{QStringLiteral("stream"), QStringLiteral("stdout")},
                         {QStringLiteral("text"), QStringLiteral("customers: 2000 rows\nage 18-79\n")}},
                        id));
            view.applyEvent(eventOf(type::ExecFinished,
                                    {{QStringLiteral("outcome"), QStringLiteral("completed")},
                                     {QStringLiteral("duration_ms"), 310}},
                                    id));
        }
        view.flush();
        take(view, "console");
        view.findChild<QToolButton *>(QStringLiteral("fold"))->click();
        take(view, "console-folded");
    }

    void sandboxPage()
    {
        SandboxPage page(&m_theme);
        page.resize(1000, 1100);
        page.setProjectOpen(true);
        page.profiles()->setImages({{QStringLiteral("base"), {}}});
        page.profiles()->setProject(project(), {});
        take(page, "sandbox-page");
    }

    void dialogs()
    {
        SnapshotsDialog empty(&m_theme);
        take(empty, "snapshots-empty");
        SnapshotsDialog snapshots(&m_theme);
        sandbox::SessionSnapshot snapshot;
        snapshot.id = QStringLiteral("snapshot-1");
        snapshot.description = QStringLiteral("Before the cleaning");
        snapshot.takenMs = 1'700'000'000'000;
        snapshot.bytes = 42'000'000;
        snapshot.memoryMb = 512;
        snapshot.image = QStringLiteral("code-interpreter");
        snapshots.setSnapshots({snapshot}, {}, {});
        take(snapshots, "snapshots");
        MountDialog mount(&m_theme, {}, project().folder);
        mount.setFolder(QDir::tempPath());
        take(mount, "mount");
    }
};

QTEST_MAIN(SandboxPicturesTest)
#include "sandbox_pictures_test.moc"
