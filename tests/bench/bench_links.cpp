// bench_links GUEST [ROUNDS [NAME]]: mounts and connections of a real sandbox, one line per measurement: the
// best round's figure and the processor time that the emulator and this program spent on it. That time says
// more than the clock on a machine that does other work as well.
#include "sandbox/host/micro_vm_service.h"

#include <QCoreApplication>
#include <QFile>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QThread>

#include <cstdio>
#include <map>
#include <sys/resource.h>
#include <unistd.h>

using namespace glasshouse;
using namespace glasshouse::sandbox;

namespace {

constexpr qint64 megabyte = 1 << 20;
constexpr qint64 transferMb = 16;
constexpr int smallFiles = 300;

struct Measurement
{
    const char *name;
    const char *unit;
    QByteArray code; // prints the figure
};

// Sends transferMb to whoever connects and says anything.
class Source : public QObject
{
public:
    Source()
    {
        m_thread.start();
        m_server.moveToThread(&m_thread);
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
            auto *socket = m_server.nextPendingConnection();
            QObject::connect(socket, &QTcpSocket::readyRead, socket, [socket] {
                socket->readAll();
                if (!socket->property("sent").toBool())
                    socket->write(QByteArray(transferMb * megabyte, 'x'));
                socket->setProperty("sent", true);
            });
        });
        QMetaObject::invokeMethod(
            &m_server, [this] { m_server.listen(QHostAddress::LocalHost); }, Qt::BlockingQueuedConnection);
    }
    ~Source() override
    {
        QMetaObject::invokeMethod(
            &m_server, [this] { m_server.close(); }, Qt::BlockingQueuedConnection);
        m_thread.quit();
        m_thread.wait();
    }
    [[nodiscard]] QString target() const { return QStringLiteral("127.0.0.1:%1").arg(m_server.serverPort()); }

private:
    QThread m_thread;
    QTcpServer m_server;
};

// Of a tunnel to `target`, with a true ClientHello first, which the gateway wants to see.
QByteArray tunnelCode(const QByteArray &target, int connections)
{
    return "import socket, ssl, time, threading\n"
           "def tunnel():\n"
           "    out = ssl.MemoryBIO()\n"
           "    tls = ssl.create_default_context().wrap_bio(ssl.MemoryBIO(), out, server_hostname='" +
           target.left(target.indexOf(':')) +
           "')\n"
           "    try: tls.do_handshake()\n"
           "    except ssl.SSLWantReadError: pass\n"
           "    s = socket.create_connection(('127.0.0.1', 3128))\n"
           "    s.sendall(b'CONNECT " +
           target + " HTTP/1.1\\r\\nHost: " + target +
           "\\r\\n\\r\\n')\n"
           "    head = s.recv(4096)\n"
           "    assert b' 200 ' in head, head\n"
           "    s.sendall(out.read())\n"
           "    return s\n"
           "def receive(s, size, block=memoryview(bytearray(1 << 20))):\n"
           "    while size > 0:\n"
           "        got = s.recv_into(block)\n"
           "        assert got, size\n"
           "        size -= got\n"
           "COUNT = " +
           QByteArray::number(connections) + "\nSIZE = " + QByteArray::number(transferMb * megabyte) + "\n";
}

QVector<Measurement> measurements(const QByteArray &target)
{
    const QByteArray timed = "import os, time\nstart = time.perf_counter()\n";
    const QByteArray readFile = "f = os.open('/input/large', os.O_RDONLY)\nn = 0\n"
                                "while b := os.read(f, 1 << 20): n += len(b)\nos.close(f)\n"
                                "print(n / 2**20 / (time.perf_counter() - start))\n";
    const QByteArray stat = "for i in range(300): os.stat(f'/input/small/{i}')\n"
                            "print(300 / (time.perf_counter() - start))\n";
    const QByteArray scan = "n = sum(e.stat().st_size >= 0 for e in os.scandir('/input/small'))\n"
                            "print(n / (time.perf_counter() - start))\n";
    const QByteArray open = "for i in range(100): open(f'/input/small/{i}').read()\n"
                            "print(100 / (time.perf_counter() - start))\n";
    const QByteArray write =
        "b = b'x' * (1 << 20)\nf = os.open('/data/w', os.O_WRONLY | os.O_CREAT | os.O_TRUNC)\n"
        "for _ in range(16): os.write(f, b)\nos.close(f)\n"
        "print(16 / (time.perf_counter() - start))\n";
    const QByteArray connect = tunnelCode(target, 1) +
                               "s = tunnel()\nstart = time.perf_counter()\nreceive(s, SIZE)\n"
                               "print(SIZE / 2**20 / (time.perf_counter() - start))\n";
    return {{"exec", "calls/s", "print(0)"}, {"read", "MB/s", timed + readFile},
            {"stat", "1/s", timed + stat},   {"scan", "1/s", timed + scan},
            {"open", "1/s", timed + open},   {"write", "MB/s", timed + write},
            {"connect", "MB/s", connect}};
}

double cpuOf(qint64 process)
{
    QFile file(QStringLiteral("/proc/%1/stat").arg(process));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray stat = file.readAll();
    const auto fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
    return double(fields.at(11).toLongLong() + fields.at(12).toLongLong()) / double(sysconf(_SC_CLK_TCK));
}

double ownCpu()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval &time) { return double(time.tv_sec) + double(time.tv_usec) / 1e6; };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

class Bench : public QObject
{
public:
    Bench(const ServicePaths &paths, const QString &folder, int rounds, const QString &only)
        : m_service(paths), m_rounds(rounds), m_list(measurements(m_source.target().toUtf8()))
    {
        m_list.removeIf(
            [&](const Measurement &one) { return !only.isEmpty() && only != QLatin1String(one.name); });
        makeFiles(folder);
        m_request.session = QStringLiteral("bench");
        m_request.language = QStringLiteral("python");
        m_request.limits.callTimeoutMs = 300'000;
        m_request.setup.mounts = {{QStringLiteral("/input"), {folder, false, {}}},
                                  {QStringLiteral("/data"), {folder, true, {}}}};
        m_request.setup.network.allowList =
            m_request.setup.network.allowList.with(*gateway::parseAllowEntry(m_source.target()));
        run("print(0)", [this](const QByteArray &) { next(); });
    }

private:
    static void makeFiles(const QString &folder)
    {
        const auto put = [](const QString &path, const QByteArray &content) {
            QFile file(path);
            if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
                qFatal("%s cannot be written", qPrintable(path));
        };
        put(folder + QStringLiteral("/large"), QByteArray(transferMb * megabyte, 'x'));
        QDir(folder).mkdir(QStringLiteral("small"));
        for (int i = 0; i < smallFiles; ++i)
            put(folder + QStringLiteral("/small/%1").arg(i), "small");
    }

    void run(const QByteArray &code, std::function<void(const QByteArray &)> then)
    {
        m_request.code = code;
        m_job = m_service.execute(m_request);
        connect(m_job.get(), &ExecJob::finished, this, [then](const Result<ExecResult> &result) {
            if (!result || result->ending != Ending::Completed)
                qFatal("%s", result ? result->standardError.constData() : qPrintable(result.error().message));
            then(result->standardOutput);
        });
    }

    void next()
    {
        const int count = int(m_list.size());
        if (m_step == m_rounds * count)
            return report();
        const Measurement &one = m_list.at(m_step++ % count);
        const auto processes = m_service.processes(m_request.session);
        const qint64 qemu = processes.isEmpty() ? 0 : processes.constLast();
        m_cpu = cpuOf(qemu);
        m_own = ownCpu();
        run(one.code, [this, qemu, name = one.name](const QByteArray &text) {
            Best &best = m_best[name];
            best.value = qMax(best.value, text.toDouble());
            best.qemu = qMin(best.qemu, cpuOf(qemu) - m_cpu);
            best.own = qMin(best.own, ownCpu() - m_own);
            next();
        });
    }

    void report()
    {
        for (const Measurement &one : m_list) {
            const Best &best = m_best[one.name];
            std::printf("%-8s %9.1f %-8s emulator %6.2f s   host %6.3f s\n", one.name, best.value, one.unit,
                        best.qemu, best.own);
        }
        QCoreApplication::quit();
    }

    struct Best
    {
        double value = 0;
        double qemu = 1e9;
        double own = 1e9;
    };

    Source m_source;
    MicroVmService m_service;
    ExecRequest m_request;
    std::unique_ptr<ExecJob> m_job;
    int m_rounds;
    QVector<Measurement> m_list;
    int m_step = 0;
    double m_cpu = 0;
    double m_own = 0;
    std::map<std::string, Best> m_best;
};

QString userFolder(QStandardPaths::StandardLocation location, const QString &name)
{
    return QStandardPaths::writableLocation(location) + QStringLiteral("/glasshouse/") + name;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = application.arguments();
    const QTemporaryDir folder;
    const QTemporaryDir shared;
    const ServicePaths paths{userFolder(QStandardPaths::GenericDataLocation, QStringLiteral("images")),
                             userFolder(QStandardPaths::GenericCacheLocation, QStringLiteral("templates")),
                             folder.path(), folder.filePath(QStringLiteral("artifacts")), arguments.value(1)};
    Bench bench(paths, shared.path(), arguments.value(2, QStringLiteral("3")).toInt(), arguments.value(3));
    return QCoreApplication::exec();
}
