#include "app/open_files.h"

#include <QTest>

#include <sys/resource.h>

using namespace glasshouse;

class OpenFilesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksForWhatTheSystemAllows();
    void lowersNothing();
};

void OpenFilesTest::asksForWhatTheSystemAllows()
{
    rlimit limit{};
    QCOMPARE(getrlimit(RLIMIT_NOFILE, &limit), 0);
    limit.rlim_cur = 256;
    QCOMPARE(setrlimit(RLIMIT_NOFILE, &limit), 0);
    allowManyOpenFiles();
    QCOMPARE(getrlimit(RLIMIT_NOFILE, &limit), 0);
    QCOMPARE(limit.rlim_cur, qMin<rlim_t>(limit.rlim_max, 65'536));
}

void OpenFilesTest::lowersNothing()
{
    rlimit before{};
    QCOMPARE(getrlimit(RLIMIT_NOFILE, &before), 0);
    allowManyOpenFiles();
    rlimit after{};
    QCOMPARE(getrlimit(RLIMIT_NOFILE, &after), 0);
    QVERIFY(after.rlim_cur >= before.rlim_cur);
}

QTEST_GUILESS_MAIN(OpenFilesTest)
#include "open_files_test.moc"
