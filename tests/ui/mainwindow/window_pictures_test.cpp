// Paints every page in both themes and checks that it shows something. With GLASSHOUSE_PICTURES set to a
// folder the pictures are kept there, to be looked at.
#include "tests/fakes/fake_workbench.h"
#include "ui/common/action_registry.h"
#include "ui/mainwindow/command_palette.h"
#include "ui/mainwindow/main_window.h"
#include "ui/mainwindow/run_input_bar.h"
#include "ui/settings/connection_dialog.h"

#include "core/llm/known_services.h"
#include "core/model/project_files.h"

#include <QDir>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QSet>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace glasshouse;
using namespace glasshouse::ui;
namespace event_type = trace::event_type;

namespace {

QString samples()
{
    return QStringLiteral(GLASSHOUSE_SOURCE_DIR "/resources/samples");
}

int colorCount(const QImage &image)
{
    QSet<QRgb> colors;
    for (int y = 0; y < image.height(); y += 3) {
        for (int x = 0; x < image.width(); x += 3)
            colors.insert(image.pixel(x, y));
    }
    return int(colors.size());
}

} // namespace

class WindowPicturesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyPageShowsSomething_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }

    void everyPageShowsSomething()
    {
        QFETCH(bool, dark);
        QTemporaryDir folder;
        QSettings settings(folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
        Theme theme(dark ? ThemeMode::Dark : ThemeMode::Light);
        FakeWorkbench workbench;
        WindowOptions options{&settings, samples(), folder.path()};
        QProcessEnvironment environment;
        environment.insert(QStringLiteral("MISTRAL_API_KEY"), QStringLiteral("x"));
        environment.insert(QStringLiteral("OPENAI_API_KEY"), QStringLiteral("x"));
        options.services = servicesWithKeys(environment);
        MainWindow window(&workbench, &theme, options);
        window.resize(1440, 900);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        m_suffix = dark ? QStringLiteral("dark") : QStringLiteral("light");
        take(window, "gallery");
        takeFirstSteps(window, workbench);

        const QString copy = folder.filePath(QStringLiteral("research"));
        QVERIFY(copySample(samples() + QStringLiteral("/research-pipeline"), copy));
        window.openProject(copy);
        QTRY_COMPARE(window.page(), MainWindow::Page::Design);
        window.actionRegistry().action(QStringLiteral("run.start"))->trigger();
        auto *bar = window.findChild<RunInputBar *>();
        take(window, "design-input");
        QTest::keyClick(bar->field(), Qt::Key_Return);
        playWorkflow(workbench);
        take(window, "design");
        for (const char *page : {"chat", "runs", "sandbox", "settings"}) {
            window.actionRegistry().action(QStringLiteral("view.%1").arg(QLatin1String(page)))->trigger();
            QTest::qWait(50); // answers of the workbench
            take(window, page);
        }
        window.actionRegistry().action(QStringLiteral("help.connections"))->trigger();
        take(window, "connections");
        window.actionRegistry().action(QStringLiteral("help.about"))->trigger();
        take(window, "about");
        sandbox::Status building;
        building.state = sandbox::Status::State::BuildingImage;
        building.step = QStringLiteral("Unpacking packages");
        building.progress = 0.42;
        building.remainingMs = 170'000;
        workbench.setStatus(building);
        window.openProject(folder.filePath(QStringLiteral("absent")));
        QTRY_COMPARE(window.page(), MainWindow::Page::OpenFailed);
        take(window, "open-failed");
        takePopups(window, theme);
    }

private:
    void take(QWidget &widget, const char *name)
    {
        QTest::qWait(20); // batched updates
        const QImage picture = widget.grab().toImage();
        QVERIFY2(colorCount(picture) > 8, name);
        const QString folder = qEnvironmentVariable("GLASSHOUSE_PICTURES");
        if (!folder.isEmpty())
            QVERIFY(picture.save(
                QStringLiteral("%1/%2-%3.png").arg(folder, QString::fromLatin1(name), m_suffix)));
    }

    void takeFirstSteps(MainWindow &window, FakeWorkbench &workbench)
    {
        window.actionRegistry().action(QStringLiteral("help.welcome"))->trigger();
        sandbox::Status slow = workbench.status;
        workbench.setStatus({});
        take(window, "welcome-no-image");
        slow.sentence =
            QStringLiteral("Sandboxes are ready, with software emulation. KVM is not used: this user may "
                           "not open /dev/kvm. Add the user to the group kvm, then log out and in again.");
        slow.remedy = QStringLiteral("sudo usermod -aG kvm $USER");
        workbench.setStatus(slow);
        take(window, "welcome");
        window.actionRegistry().action(QStringLiteral("file.samples"))->trigger();
    }

    void takePopups(MainWindow &window, Theme &theme)
    {
        CommandPalette palette(&theme, &window.actionRegistry(), &window);
        palette.open();
        take(palette, "commands");
        palette.close();
        QMenu *view = window.findChild<QMenuBar *>()->actions().at(2)->menu();
        view->popup({0, 0});
        take(*view, "menu");
        view->close();
        Connection connection;
        connection.name = QStringLiteral("local");
        connection.title = QStringLiteral("Local server");
        connection.baseUrl = QStringLiteral("http://127.0.0.1:8080/v1");
        ConnectionDialog dialog(&theme, connection, false, {}, &window);
        dialog.show();
        dialog.showTestResult(
            fail(QStringLiteral("Nothing answers at http://127.0.0.1:8080/v1. Is the server running?")));
        take(dialog, "connection");
    }

    static void playWorkflow(FakeWorkbench &workbench)
    {
        const QString run = QStringLiteral("run-1");
        const Workflow workflow = workbench.project.workflows.first();
        const auto nodeAt = [&](int index) { return workflow.nodes.value(index).id; };
        workbench.record(run, event_type::SuperstepStarted, {{QStringLiteral("step"), 1}});
        workbench.record(run, event_type::NodeStarted, {}, nodeAt(0));
        workbench.record(run, event_type::NodeFinished, {{QStringLiteral("duration_ms"), 2}}, nodeAt(0));
        workbench.record(run, event_type::NodeStarted, {}, nodeAt(1));
        workbench.record(run, event_type::ModelCallFinished,
                         {{QStringLiteral("usage"), QJsonObject{{QStringLiteral("input_tokens"), 902},
                                                                {QStringLiteral("output_tokens"), 144}}}},
                         nodeAt(1));
        workbench.record(run, event_type::NodeFinished, {{QStringLiteral("duration_ms"), 4100}}, nodeAt(1));
        workbench.record(run, event_type::NodeStarted, {}, nodeAt(2));
        const auto with = [&](QJsonObject data) {
            data.insert(QStringLiteral("call"), QStringLiteral("call-1"));
            return data;
        };
        workbench.record(run, event_type::ExecStarted,
                         with({{QStringLiteral("language"), QStringLiteral("python")},
                               {QStringLiteral("accelerator"), QStringLiteral("tcg")},
                               {QStringLiteral("restored_ms"), 96}}),
                         nodeAt(2));
        workbench.record(run, event_type::ExecOutput,
                         with({{QStringLiteral("stream"), QStringLiteral("stdout")},
                               {QStringLiteral("text"), QStringLiteral("customers: 2000 rows, 9 columns\n"
                                                                       "age 18-79 (mean 44.8)\n")}}),
                         nodeAt(2));
    }

    QString m_suffix;
};

QTEST_MAIN(WindowPicturesTest)
#include "window_pictures_test.moc"
