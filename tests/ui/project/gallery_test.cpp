#include "ui/project/gallery_page.h"

#include "ui/common/project_document.h"
#include "ui/project/agent_page.h"
#include "ui/project/open_failed_page.h"
#include "ui/project/project_opening.h"
#include "ui/project/sample_card.h"

#include <QFile>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace glasshouse;
using namespace glasshouse::ui;

namespace {

QString samplesFolder()
{
    return QStringLiteral(GLASSHOUSE_SOURCE_DIR "/resources/samples");
}

Result<Project> opened(const QString &folder, const QString &sample)
{
    ProjectOpening opening(folder, sample);
    Result<Project> answer = fail(QStringLiteral("not finished"));
    QObject::connect(&opening, &ProjectOpening::finished, &opening,
                     [&](const Result<Project> &project) { answer = project; });
    QSignalSpy finished(&opening, &ProjectOpening::finished);
    finished.wait();
    return answer;
}

} // namespace

class GalleryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listsTheSamplesThatShip()
    {
        const QVector<Sample> samples = listSamples(samplesFolder());
        QVERIFY(samples.size() >= 3);
        for (const Sample &sample : samples) {
            QVERIFY2(!sample.title.isEmpty(), qPrintable(sample.folder));
            QVERIFY2(!sample.description.isEmpty(), qPrintable(sample.folder));
            QVERIFY2(sample.worksOffline, qPrintable(sample.folder));
        }
    }

    void leavesOutFoldersThatAreNoProject()
    {
        QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkdir(QStringLiteral("nothing")));
        QCOMPARE(listSamples(folder.path()), QVector<Sample>());
        QCOMPARE(listSamples(folder.filePath(QStringLiteral("absent"))), QVector<Sample>());
    }

    void clickAndKeyboardOpenASample()
    {
        Theme theme(ThemeMode::Light);
        GalleryPage gallery(&theme, listSamples(samplesFolder()), {});
        QSignalSpy activated(&gallery, &GalleryPage::sampleActivated);
        QTest::mouseClick(gallery.cards().first(), Qt::LeftButton);
        QTest::keyClick(gallery.cards().first(), Qt::Key_Space);
        QCOMPARE(activated.count(), 2);
        QCOMPARE(activated.first().first().value<Sample>(), gallery.cards().first()->sample());
    }

    void firstOpeningCopiesTheSampleAndTheSecondKeepsTheCopy()
    {
        QTemporaryDir documents;
        const Sample sample = listSamples(samplesFolder()).first();
        const QString copy = documents.filePath(sample.name);
        const Result<Project> first = opened(copy, sample.folder);
        QVERIFY2(first, qPrintable(first ? QString() : first.error().message));
        QCOMPARE(first->folder, copy);
        QFile marker(copy + QStringLiteral("/mine.txt"));
        QVERIFY(marker.open(QIODevice::WriteOnly));
        QVERIFY(opened(copy, sample.folder));
        QVERIFY(marker.exists());
    }

    void brokenProjectNamesFileAndPlace()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("glasshouse.json")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{ \"name\": ");
        file.close();
        const Result<Project> project = opened(folder.path(), {});
        QVERIFY(!project);
        QVERIFY2(project.error().message.contains(u"glasshouse.json"), qPrintable(project.error().message));

        Theme theme(ThemeMode::Light);
        OpenFailedPage page(&theme);
        page.setFailure(folder.path(), project.error().message);
        QCOMPARE(page.sentence(), project.error().message);
    }

    void recentProjectsSurviveARestart()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("settings.ini"));
        {
            QSettings settings(path, QSettings::IniFormat);
            RecentProjects recent(&settings);
            recent.add(QStringLiteral("/a"), QStringLiteral("A"));
            recent.add(QStringLiteral("/b"), QStringLiteral("B"));
            recent.add(QStringLiteral("/a"), QStringLiteral("A again"));
        }
        QSettings settings(path, QSettings::IniFormat);
        const RecentProjects recent(&settings);
        const QVector<RecentProject> expected{{QStringLiteral("/a"), QStringLiteral("A again")},
                                              {QStringLiteral("/b"), QStringLiteral("B")}};
        QCOMPARE(recent.list(), expected);
    }

    void agentPageEditsAndFollowsUndo()
    {
        Theme theme(ThemeMode::Light);
        ProjectDocument document;
        Project project;
        Agent agent;
        agent.name = QStringLiteral("Writer");
        agent.instructions = QStringLiteral("Write.");
        project.agents = {agent};
        document.setProject(project);
        AgentPage page(&theme, &document);
        page.setAgent(agent.name);
        auto *instructions = page.findChild<QPlainTextEdit *>();
        QCOMPARE(instructions->toPlainText(), QStringLiteral("Write."));
        QTest::keyClicks(instructions, QStringLiteral("Well. "));
        QCOMPARE(document.project().agents.first().instructions, QStringLiteral("Well. Write."));
        document.undoStack().undo();
        QCOMPARE(instructions->toPlainText(), QStringLiteral("Write."));
    }
};

QTEST_MAIN(GalleryTest)
#include "gallery_test.moc"
