#include "sandbox/host/kept_sessions.h"
#include "sandbox/host/template_snapshot.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace glasshouse::sandbox;

class KeptSessionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void findsASessionOnlyUnderItsTemplate();
    void staysInItsFolderWhateverTheSessionIsCalled();
    void removesASessionOfAnyTemplate();
    void removesWhatWasSavedFromATemplate();
    void removesTheOldestToMakeRoom();
    void removesWhatAKilledProgramDidNotFinish();

private:
    [[nodiscard]] KeptSessions kept() const { return KeptSessions(m_folder->path()); }
    [[nodiscard]] QString file(const QString &session, QChar templateName = u't') const
    {
        Template made;
        made.folder = QStringLiteral("/templates/") + QString(templateNameLength, templateName);
        return kept().file(session, made);
    }
    void save(const QString &path, int minutesAgo) const
    {
        QFile saved(path);
        QVERIFY(saved.open(QIODevice::WriteOnly));
        QVERIFY(saved.setFileTime(QDateTime::currentDateTime().addSecs(-60 * minutesAgo),
                                  QFileDevice::FileModificationTime));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void KeptSessionsTest::findsASessionOnlyUnderItsTemplate()
{
    save(file(QStringLiteral("a")), 0);
    QVERIFY(kept().holds(QStringLiteral("a")));
    QVERIFY(!kept().holds(QStringLiteral("b")));
    QVERIFY(QFile::exists(file(QStringLiteral("a"))));
    QVERIFY(!QFile::exists(file(QStringLiteral("a"), u'u')));
}

void KeptSessionsTest::staysInItsFolderWhateverTheSessionIsCalled()
{
    for (const auto *name : {"", "../../x", "/etc/passwd", "a\nb", "*", "con"})
        QCOMPARE(QFileInfo(file(QString::fromLatin1(name))).absolutePath(), m_folder->path());
    save(file(QStringLiteral("a")), 0);
    QVERIFY(!kept().holds(QStringLiteral("*")));
}

void KeptSessionsTest::removesWhatWasSavedFromATemplate()
{
    save(file(QStringLiteral("a")), 0);
    save(file(QStringLiteral("b")), 0);
    save(file(QStringLiteral("c"), u'u'), 0);
    Template removed;
    removed.folder = QStringLiteral("/templates/") + QString(templateNameLength, u't');
    kept().removeMadeFrom(removed);
    QVERIFY(!kept().holds(QStringLiteral("a")));
    QVERIFY(!kept().holds(QStringLiteral("b")));
    QVERIFY(kept().holds(QStringLiteral("c")));
}

void KeptSessionsTest::removesASessionOfAnyTemplate()
{
    save(file(QStringLiteral("a")), 0);
    save(file(QStringLiteral("a"), u'u'), 0);
    save(file(QStringLiteral("b")), 0);
    kept().remove(QStringLiteral("a"));
    QVERIFY(!kept().holds(QStringLiteral("a")));
    QVERIFY(kept().holds(QStringLiteral("b")));
}

void KeptSessionsTest::removesTheOldestToMakeRoom()
{
    for (int age = 1; age <= KeptSessions::Most + 1; ++age)
        save(file(QString::number(age)), age);
    kept().makeRoom();
    for (int age = 1; age <= KeptSessions::Most + 1; ++age)
        QCOMPARE(kept().holds(QString::number(age)), age < KeptSessions::Most);
}

void KeptSessionsTest::removesWhatAKilledProgramDidNotFinish()
{
    const QString abandoned = file(QStringLiteral("a")) + QStringLiteral(".AbCdEf"); // as QSaveFile calls it
    const QString underWay = file(QStringLiteral("b")) + QStringLiteral(".GhIjKl");
    save(abandoned, 60);
    save(underWay, 0);
    for (int age = 1; age < KeptSessions::Most; ++age)
        save(file(QString::number(age)), age);
    kept().makeRoom();
    QVERIFY(!QFile::exists(abandoned));
    QVERIFY(QFile::exists(underWay)); // and it takes nobody's room
    QVERIFY(kept().holds(QString::number(KeptSessions::Most - 1)));
}

QTEST_GUILESS_MAIN(KeptSessionsTest)
#include "kept_sessions_test.moc"
