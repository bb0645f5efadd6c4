// Editing sandbox profiles in the window.
#include "ui/sandbox/profile_editor.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QtTest>

using namespace glasshouse;
using namespace glasshouse::ui;

class ProfileEditorTest : public QObject
{
    Q_OBJECT

private:
    Theme m_theme{ThemeMode::Light};
    Project m_project;
    std::unique_ptr<ProfileEditor> m_editor;

    // What the window does with an edit.
    void follow()
    {
        connect(m_editor.get(), &ProfileEditor::edited, this, [this](const Edit &edit) {
            if (glasshouse::apply(m_project, edit))
                m_editor->setProject(m_project, {});
        });
        m_editor->setProject(m_project, {});
    }

    QDoubleSpinBox *number(const char *name) const
    {
        for (auto *box : m_editor->findChildren<QDoubleSpinBox *>()) {
            if (box->accessibleName() == QLatin1String(name))
                return box;
        }
        return nullptr;
    }

    template<typename Widget> Widget *child(const char *name) const
    {
        return m_editor->findChild<Widget *>(QLatin1String(name));
    }

    [[nodiscard]] bool says(const QString &words) const
    {
        const auto labels = m_editor->findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(),
                           [&](const QLabel *label) { return label->text().startsWith(words); });
    }

private Q_SLOTS:
    void init()
    {
        Agent agent;
        agent.name = QStringLiteral("Analyst");
        m_project = {};
        m_project.folder = QDir::tempPath();
        m_project.agents = {agent};
        m_editor = std::make_unique<ProfileEditor>(&m_theme);
        follow();
    }

    void lookingAtAProfileChangesNothing()
    {
        QSignalSpy edited(m_editor.get(), &ProfileEditor::edited);
        m_editor->setProject(m_project, {});
        m_editor->showProfile(m_editor->profile().name);
        QVERIFY(edited.isEmpty());
        QVERIFY(m_project.sandboxes.isEmpty());
    }

    void theImagesOfThisMachineAreOffered()
    {
        m_editor->setImages(
            {{QStringLiteral("base"), {}}, {QStringLiteral("mine"), QStringLiteral("Not built.")}});
        auto *image = child<QComboBox>("profileImage");
        QCOMPARE(image->count(), 2);
        QVERIFY(m_project.sandboxes.isEmpty()); // to offer is not to choose
        image->setCurrentIndex(1);
        QCOMPARE(m_project.sandboxes.value(0).image, QStringLiteral("mine"));
        QCOMPARE(child<QLabel>("profileImageNote")->text(), QStringLiteral("Not built."));
    }

    void anImageThatIsMissingSaysSo()
    {
        m_editor->setImages({{QStringLiteral("code-interpreter"), {}}});
        auto *note = child<QLabel>("profileImageNote");
        QVERIFY(note->isHidden());
        child<QComboBox>("profileImage")->setCurrentText(QStringLiteral("elsewhere"));
        QVERIFY(!note->isHidden());
        QVERIFY(note->text().contains(u"no image named \"elsewhere\""));
    }

    void theFirstChangeMakesAProfile()
    {
        number("Memory")->setValue(1024);
        QCOMPARE(m_project.sandboxes.size(), 1);
        QCOMPARE(m_project.sandboxFor(m_project.agents.first()).memoryMb, 1024);
    }

    void everyNumberKeepsWithinWhatAProjectMayAskFor()
    {
        for (auto *box : m_editor->findChildren<QDoubleSpinBox *>()) {
            for (const double value : {-1e12, 1e12}) {
                box->setValue(value);
                QVERIFY2(SandboxProfile::fromJson(m_editor->profile().toJson()),
                         qPrintable(box->accessibleName()));
            }
        }
    }

    void numbersThatFitNoUnitAreKept()
    {
        SandboxProfile odd;
        odd.callTimeoutMs = 1'234;
        odd.outputBytes = 1;
        m_project.sandboxes = {odd};
        m_project.defaultSandbox = odd.name;
        m_editor->setProject(m_project, {});
        number("Memory")->setValue(1024);
        QCOMPARE(m_project.sandboxes.first().callTimeoutMs, 1'234);
        QCOMPARE(m_project.sandboxes.first().outputBytes, 1);
        QCOMPARE(number("Time per call")->text(), QStringLiteral("1.234 s"));
    }

    void aFolderThatWaitsForPermissionIsNotSaidToBeRead()
    {
        const QTemporaryDir project;
        const QTemporaryDir outside;
        SandboxProfile profile;
        profile.access.mounts = {{QStringLiteral("."), QStringLiteral("/input"), false},
                                 {outside.path(), QStringLiteral("/data"), false},
                                 {QStringLiteral("lost"), QStringLiteral("/lost"), false}};
        m_project.folder = project.path();
        m_project.sandboxes = {profile};
        m_project.defaultSandbox = profile.name;
        m_editor->setProject(m_project, {});
        QVERIFY(says(QStringLiteral("Code reads ., waits for your permission to read %1, cannot open lost;")
                         .arg(outside.path())));

        m_editor->setProject(m_project, {{QFileInfo(project.path()).canonicalFilePath(),
                                          QFileInfo(outside.path()).canonicalFilePath(), false, 0}});
        QVERIFY(says(QStringLiteral("Code reads ., %1, cannot open lost;").arg(outside.path())));
    }

    void aProfileIsCopiedRenamedAndRemoved()
    {
        number("Memory")->setValue(1024);
        QTest::mouseClick(child<QToolButton>("duplicateProfile"), Qt::LeftButton);
        QCOMPARE(m_project.sandboxes.size(), 2);
        QCOMPARE(m_editor->profile().name, QStringLiteral("default-2"));
        auto *name = child<QLineEdit>("profileName");
        name->setText(QStringLiteral("big"));
        QTest::keyClick(name, Qt::Key_Return);
        QCOMPARE(m_project.sandboxes.last().name, QStringLiteral("big"));
        QCOMPARE(m_editor->profile().name, QStringLiteral("big"));
        QTest::mouseClick(child<QToolButton>("removeProfile"), Qt::LeftButton);
        QCOMPARE(m_project.sandboxes.size(), 1);
        QCOMPARE(m_editor->profile().name, QStringLiteral("default"));
    }

    void aTakenNameIsNotTaken()
    {
        number("Memory")->setValue(1024);
        QTest::mouseClick(child<QToolButton>("duplicateProfile"), Qt::LeftButton);
        auto *name = child<QLineEdit>("profileName");
        name->setText(QStringLiteral("DEFAULT"));
        QTest::keyClick(name, Qt::Key_Return);
        QCOMPARE(m_project.sandboxes.last().name, QStringLiteral("default-2"));
        QCOMPARE(name->text(), QStringLiteral("default-2"));
    }
};

QTEST_MAIN(ProfileEditorTest)
#include "profile_editor_test.moc"
