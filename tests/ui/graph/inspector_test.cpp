// The inspector: what is typed becomes edits of the project that can be undone.
#include "tests/ui/graph/graph_fixture.h"
#include "ui/graph/inspector_panel.h"
#include "ui/graph/palette_panel.h"

#include <QComboBox>
#include <QJsonArray>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QProxyStyle>
#include <QSignalSpy>

using namespace glasshouse;

class InspectorTest : public QObject
{
    Q_OBJECT

    struct Panel
    {
        Panel() : theme(ui::ThemeMode::Light), inspector(&theme, &document)
        {
            document.setProject(test::smallProject());
            inspector.resize(288, 800);
            inspector.show();
        }

        template<typename Field> [[nodiscard]] Field *field(const char *name)
        {
            return inspector.findChild<Field *>(QString::fromLatin1(name));
        }

        ui::Theme theme;
        ui::ProjectDocument document;
        ui::InspectorPanel inspector;
    };

private Q_SLOTS:
    void aStyleThatChangesTheLookOfATextEditsNothing()
    {
        class Roomy : public QProxyStyle
        {
        public:
            using QProxyStyle::polish;
            void polish(QWidget *widget) override
            {
                if (auto *field = qobject_cast<QPlainTextEdit *>(widget))
                    field->document()->setDocumentMargin(field->document()->documentMargin() + 3);
            }
        };
        const auto before = QApplication::style()->name();
        QApplication::setStyle(new Roomy); // the application owns it
        Panel panel;
        panel.inspector.setTarget(ui::InspectorTarget::agent(QStringLiteral("Analyst")));
        panel.inspector.grab();
        const bool isUntouched = panel.document.project() == test::smallProject();
        QApplication::setStyle(before);
        QVERIFY(isUntouched);
        QCOMPARE(panel.document.undoStack().count(), 0);
    }

    void typingInstructionsIsOneUndoStep()
    {
        Panel panel;
        panel.inspector.setTarget(ui::InspectorTarget::agent(QStringLiteral("Analyst")));
        auto *instructions = panel.field<QPlainTextEdit>("agentInstructions");
        instructions->selectAll();
        QTest::keyClicks(instructions, QStringLiteral("Count"));
        QCOMPARE(panel.document.project().agent(u"Analyst")->instructions, QStringLiteral("Count"));
        panel.document.undoStack().undo();
        QVERIFY(panel.document.project() == test::smallProject());
    }

    void renamingAnAgentRenamesItInEveryNodeAndFollowsIt()
    {
        Panel panel;
        panel.inspector.setTarget(ui::InspectorTarget::agent(QStringLiteral("Analyst")));
        auto *name = panel.field<QLineEdit>("agentName");
        name->selectAll();
        QTest::keyClicks(name, QStringLiteral("Statistician"));
        QTest::keyClick(name, Qt::Key_Return);
        QVERIFY(panel.document.project().agent(u"Statistician"));
        QCOMPARE(
            panel.document.project().workflow(u"flow")->node(u"analyst")->config.value(u"agent").toString(),
            QStringLiteral("Statistician"));
        QCOMPARE(panel.inspector.target().name, QStringLiteral("Statistician"));
        panel.document.undoStack().undo();
        QCOMPARE(panel.inspector.target().name, QStringLiteral("Analyst"));
    }

    void refusesANameThatIsTaken()
    {
        Panel panel;
        QSignalSpy refused(&panel.inspector, &ui::InspectorPanel::editRefused);
        panel.inspector.setTarget(ui::InspectorTarget::agent(QStringLiteral("Analyst")));
        auto *name = panel.field<QLineEdit>("agentName");
        name->selectAll();
        QTest::keyClicks(name, QStringLiteral("Researcher"));
        QTest::keyClick(name, Qt::Key_Return);
        QVERIFY(!refused.isEmpty());
        QCOMPARE(name->text(), QStringLiteral("Analyst"));
        QVERIFY(panel.document.project() == test::smallProject());
    }

    void choosingAConnectionIsStoredInTheAgent()
    {
        Panel panel;
        Connection local;
        local.name = QStringLiteral("local");
        panel.inspector.setConnections({local});
        panel.inspector.setTarget(ui::InspectorTarget::agent(QStringLiteral("Analyst")));
        auto *choice = panel.field<QComboBox>("agentConnection");
        choice->setFocus();
        QTest::keyClick(choice, Qt::Key_Down);
        QCOMPARE(panel.document.project().agent(u"Analyst")->model.connection, QStringLiteral("local"));
    }

    void aDeletedTargetLeavesTheEmptyState()
    {
        Panel panel;
        panel.inspector.setTarget(
            ui::InspectorTarget::node(QStringLiteral("flow"), QStringLiteral("lonely")));
        QVERIFY(panel.field<QLineEdit>("nodeTitle"));
        QVERIFY(panel.document.perform(RemoveNode{QStringLiteral("flow"), QStringLiteral("lonely")}));
        QTRY_VERIFY(!panel.field<QLineEdit>("nodeTitle"));
        panel.document.undoStack().undo();
        QTRY_VERIFY(panel.field<QLineEdit>("nodeTitle"));
    }

    void paletteSearchHidesWhatDoesNotFit()
    {
        ui::Theme theme(ui::ThemeMode::Light);
        ui::PalettePanel palette(&theme);
        palette.show();
        QSignalSpy activated(&palette, &ui::PalettePanel::kindActivated);
        QTest::keyClicks(palette.searchField(), QStringLiteral("swit"));
        QTest::keyClick(palette.searchField(), Qt::Key_Return);
        QCOMPARE(activated.value(0).value(0).toString(), QString(node_kind::Switch));
    }
};

QTEST_MAIN(InspectorTest)
#include "inspector_test.moc"
