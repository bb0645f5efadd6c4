#include "sandbox/host/link_bench.h"

namespace glasshouse::sandbox {

namespace {

enum Subject { ToolCalls, FileRead, Stat, StatInFolder, StatListed, StatThreads, Connect, Subjects };

const QString toolName = QStringLiteral("echo");

const QByteArray toolCalls = QByteArrayLiteral("import time\n"
                                               "for _ in range(200):\n"
                                               "    start = time.perf_counter()\n"
                                               "    call_tool('echo', value=1)\n"
                                               "    print(1000 * (time.perf_counter() - start))\n");

const QByteArray fileRead = QByteArrayLiteral("import os, time\n"
                                              "start = time.perf_counter()\n"
                                              "file = os.open('/input/large', os.O_RDONLY)\n"
                                              "size = 0\n"
                                              "while block := os.read(file, 1 << 20): size += len(block)\n"
                                              "os.close(file)\n"
                                              "print(size / 2**20 / (time.perf_counter() - start))\n");

const QByteArray stat = QByteArrayLiteral("import os, time\n"
                                          "start = time.perf_counter()\n"
                                          "for i in range(300): os.stat(f'/input/small/{i}')\n"
                                          "print(300 / (time.perf_counter() - start))\n");

const QByteArray statInFolder = QByteArrayLiteral("import os, time\n"
                                                  "os.chdir('/input/small')\n"
                                                  "start = time.perf_counter()\n"
                                                  "for i in range(300): os.stat(str(i))\n"
                                                  "print(300 / (time.perf_counter() - start))\n"
                                                  "os.chdir('/')\n");

const QByteArray statListed =
    QByteArrayLiteral("import os, time\n"
                      "start = time.perf_counter()\n"
                      "sizes = [entry.stat().st_size for entry in os.scandir('/input/small')]\n"
                      "print(len(sizes) / (time.perf_counter() - start))\n");

const QByteArray statThreads =
    QByteArrayLiteral("import os, threading, time\n"
                      "def work(first):\n"
                      "    for i in range(first, 300, 16): os.stat(f'/input/small/{i}')\n"
                      "threads = [threading.Thread(target=work, args=(i,)) for i in range(16)]\n"
                      "start = time.perf_counter()\n"
                      "for thread in threads: thread.start()\n"
                      "for thread in threads: thread.join()\n"
                      "print(300 / (time.perf_counter() - start))\n");

// The gateway wants to see a true ClientHello; what follows it goes through as it is.
QByteArray connectTo(const QByteArray &server)
{
    return "import socket, ssl, time\n"
           "hello = ssl.MemoryBIO()\n"
           "context = ssl.create_default_context()\n"
           "try: context.wrap_bio(ssl.MemoryBIO(), hello, server_hostname='127.0.0.1').do_handshake()\n"
           "except ssl.SSLWantReadError: pass\n"
           "tunnel = socket.create_connection(('127.0.0.1', 3128))\n"
           "tunnel.sendall(b'CONNECT " +
           server + " HTTP/1.1\\r\\nHost: " + server +
           "\\r\\n\\r\\n')\n"
           "head = tunnel.recv(4096)\n"
           "assert b' 200 ' in head, head\n"
           "start = time.perf_counter()\n"
           "tunnel.sendall(hello.read())\n"
           "size, block = 0, memoryview(bytearray(1 << 20))\n"
           "while size < " +
           QByteArray::number(BenchWorld::transferBytes) +
           ":\n"
           "    count = tunnel.recv_into(block)\n"
           "    assert count, size\n"
           "    size += count\n"
           "print(size / 2**20 / (time.perf_counter() - start))\n";
}

QVector<double> numbersIn(const QByteArray &text)
{
    QVector<double> numbers;
    const auto lines = text.split('\n');
    for (const auto &line : lines) {
        if (!line.isEmpty())
            numbers << line.toDouble();
    }
    return numbers;
}

} // namespace

LinkBench::LinkBench(Service &service, ExecRequest request, int rounds, QObject *parent)
    : QObject(parent), m_service(service), m_request(std::move(request)), m_runs(rounds * Subjects)
{
}

void LinkBench::start()
{
    if (const auto made = m_world.make(); !made)
        return Q_EMIT finished(fail(made.error()));
    m_request.setup = m_world.setup();
    m_request.tools = QStringList{toolName};
    m_measurements = {{toolCalls, {}},
                      {fileRead, {}},
                      {stat, {}},
                      {statInFolder, {}},
                      {statListed, {}},
                      {statThreads, {}},
                      {connectTo(m_world.server()), {}}};
    runNext();
}

void LinkBench::runNext()
{
    if (m_run == m_runs)
        return conclude();
    const auto small = m_world.renameSmallFolder(m_run);
    if (!small)
        return Q_EMIT finished(fail(small.error()));
    m_request.code = m_measurements.at(m_run % Subjects).code;
    m_request.code.replace("/input/small", *small);
    m_job = m_service.execute(m_request);
    connect(m_job.get(), &ExecJob::toolCalled, this,
            [this](const ToolRequest &call) { m_job->answerTool(call.call, QByteArrayLiteral("1")); });
    connect(m_job.get(), &ExecJob::finished, this, &LinkBench::handleFinished);
}

void LinkBench::handleFinished(const Result<ExecResult> &result)
{
    m_job.release()->deleteLater(); // it is in the middle of its own signal
    if (!result)
        return Q_EMIT finished(fail(result.error()));
    if (result->ending != Ending::Completed)
        return Q_EMIT finished(fail(QStringLiteral("A measurement of the benchmark failed: %1")
                                        .arg(QString::fromUtf8(result->standardError.right(400)))));
    m_measurements[m_run++ % Subjects].values += numbersIn(result->standardOutput);
    runNext();
}

void LinkBench::conclude()
{
    const auto figure = [this](Subject subject) { return percentiles(m_measurements.at(subject).values); };
    Q_EMIT finished(LinkFigures{.toolCallMs = figure(ToolCalls),
                                .fileReadMbPerS = figure(FileRead).p50,
                                .statPerS = figure(Stat).p50,
                                .statInFolderPerS = figure(StatInFolder).p50,
                                .statListedPerS = figure(StatListed).p50,
                                .statThreadsPerS = figure(StatThreads).p50,
                                .connectMbPerS = figure(Connect).p50});
}

} // namespace glasshouse::sandbox
