// A disk that is full, wherever glasshousectl writes: a sentence, the right exit code, and nothing lost.

#include "tests/app/ctl_program.h"
#include "tests/app/small_disk.h"

#include <QStandardPaths>
#include <QTest>

using glasshouse::tests::CtlOutcome;
using glasshouse::tests::CtlProgram;
using glasshouse::tests::SmallDisk;

class CtlFullDiskTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (const auto problem = SmallDisk::allow(); !problem.isEmpty())
            QSKIP(qPrintable(problem));
    }

    void execKeepsTheArtifactThatDoesNotFit()
    {
        const SmallDisk disk(m_program.home(u"out"_qs), "1m");
        QVERIFY(disk.isMounted());
        const auto outcome = exec("open('/output/big.bin', 'wb').write(bytes(3 << 20))", {u"--output"_qs, m_program.home(u"out"_qs)});
        QCOMPARE(outcome.exitCode, 1);
        QVERIFY2(outcome.errors.contains(m_program.home(u"out/big.bin"_qs) + u" could not be written: No space left on device"_qs),
                 qPrintable(outcome.errors));
        QVERIFY(!QFile::exists(m_program.home(u"out/big.bin"_qs))); // not half of it either
        const auto kept = outcome.errors.section(u"kept as "_qs, 1).section(u'\n', 0, 0).chopped(1);
        QCOMPARE(QFileInfo(kept).size(), 3 << 20);
    }

    void runKeepsTheArtifactsThatDoNotFit()
    {
        const SmallDisk disk(m_program.home(u"out"_qs), "4k");
        QVERIFY(disk.isMounted());
        const auto outcome = m_program.run({u"run"_qs, CtlProgram::sample(u"sales-analysis"_qs), u"--agent"_qs, u"DataAnalyst"_qs,
                                            u"--input"_qs, u"Create the data and chart sales by region"_qs, u"--approve"_qs,
                                            u"all"_qs, u"--output"_qs, m_program.home(u"out"_qs)});
        QCOMPARE(outcome.exitCode, 1);
        QVERIFY(outcome.errors.contains(u"could not be written: No space left on device"_qs));
        QVERIFY(!outcome.result().value(u"error"_qs).toString().isEmpty());
        const auto artifacts = outcome.result().value(u"artifacts"_qs).toArray();
        QVERIFY(!artifacts.isEmpty());
        for (const auto &artifact : artifacts)
            QCOMPARE(QFileInfo(artifact[u"path"_qs].toString()).size(), artifact[u"size"_qs].toInteger());
    }

    void execSaysThatAnArtifactCouldNotBeStored()
    {
        const SmallDisk disk(m_program.home(u"data/artifacts"_qs), "1m");
        QVERIFY(disk.isMounted());
        const auto outcome = exec("open('/output/big.bin', 'wb').write(bytes(3 << 20))\n"
                                  "open('/output/small.txt', 'w').write('small')\nprint('done')");
        QCOMPARE(outcome.exitCode, 1);
        QCOMPARE(outcome.printed(), u"done\n"_qs);
        const auto refused = outcome.result().value(u"refused"_qs).toArray();
        QCOMPARE(refused.size(), 1);
        QCOMPARE(refused[0][u"name"_qs].toString(), u"big.bin"_qs);
        QCOMPARE(refused[0][u"reason"_qs].toString(), u"it could not be stored: No space left on device"_qs);
        QCOMPARE(outcome.result().value(u"artifacts"_qs).toArray().size(), 1);
        QVERIFY(QDir(m_program.home(u"data/artifacts/incoming"_qs)).isEmpty());
    }

    void aRunThatCannotBeStoredFailsAndTheNextOneGoesOn()
    {
        const SmallDisk disk(m_program.home(u"data"_qs), "4m");
        QVERIFY(disk.isMounted());
        const auto first = primes({u"Compute the sum of the first 50 primes"_qs});
        QCOMPARE(first.exitCode, 0);
        const QStringList goOn{u"Now the mean and standard deviation of those primes"_qs, u"--thread"_qs,
                               first.result().value(u"thread_id"_qs).toString()};
        disk.fill();
        const auto full = primes(goOn);
        QCOMPARE(full.exitCode, 1);
        QVERIFY2(full.errors.contains(m_program.home(u"data/glasshouse.sqlite"_qs)), qPrintable(full.errors));
        QVERIFY2(full.errors.contains(u"full"_qs), qPrintable(full.errors));
        QCOMPARE(full.result().value(u"type"_qs).toString(), u"result"_qs);

        disk.makeRoom();
        const auto second = primes(goOn);
        QCOMPARE(second.exitCode, 0);
        QVERIFY(second.printed().contains(u"102.34"_qs)); // of the first run's variables
    }

    void aRunIsDoneEvenIfItsSandboxCannotBeKept()
    {
        const SmallDisk disk(QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation)
                                 + u"/glasshouse/templates/kept"_qs,
                             "1m"); // seen by this test alone
        QVERIFY(disk.isMounted());
        const auto outcome = primes({u"Compute the sum of the first 50 primes"_qs});
        QCOMPARE(outcome.exitCode, 0);
        QVERIFY2(outcome.errors.contains(u"state is lost to the next message"_qs), qPrintable(outcome.errors));
        QVERIFY2(outcome.errors.contains(u"No space left on device"_qs), qPrintable(outcome.errors));
        QVERIFY(outcome.printed().contains(u"5117"_qs));
    }

private:
    [[nodiscard]] CtlOutcome exec(const char *code, const QStringList &options = {})
    {
        QFile file(m_program.home(u"code.py"_qs));
        if (file.open(QIODevice::WriteOnly))
            file.write(code);
        file.close();
        return m_program.run(QStringList{u"exec"_qs} + options + QStringList{file.fileName()});
    }

    [[nodiscard]] CtlOutcome primes(const QStringList &input)
    {
        return m_program.run(QStringList{u"run"_qs, CtlProgram::sample(u"primes"_qs), u"--agent"_qs, u"MathTutor"_qs,
                                         u"--approve"_qs, u"all"_qs, u"--input"_qs} + input);
    }

    CtlProgram m_program;
};

QTEST_GUILESS_MAIN(CtlFullDiskTest)
#include "ctl_full_disk_test.moc"
