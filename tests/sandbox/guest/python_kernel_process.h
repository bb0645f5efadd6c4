// kernel.py as a process on this machine, talked to like the guest agent does.
#pragma once

#include <QByteArray>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>

#include <optional>

#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

namespace glasshouse::test {

class PythonKernelProcess
{
public:
    PythonKernelProcess()
    {
        int ends[2] = {-1, -1};
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
            return;
        m_socket = ends[0];
        fcntl(m_socket, F_SETFL, O_NONBLOCK);
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("GLASSHOUSE_OUTPUT"), m_output.path());
        m_process.setProcessEnvironment(environment);
        m_process.setWorkingDirectory(m_output.path());
        m_process.setChildProcessModifier([end = ends[1]] { fcntl(end, F_SETFD, 0); });
        m_process.start(QStringLiteral("/usr/bin/python3"), // Debian's, the one of the guest
                        {QStringLiteral(GLASSHOUSE_SOURCE_DIR "/sandbox/guest/kernel.py"),
                         QStringLiteral("serve"), QString::number(ends[1])});
        m_started = m_process.waitForStarted();
        close(ends[1]);
    }
    ~PythonKernelProcess()
    {
        close(m_socket);
        m_process.kill();
        m_process.waitForFinished();
    }

    [[nodiscard]] bool started() const { return m_started; }
    [[nodiscard]] QString outputFolder() const { return m_output.path(); }
    void interrupt() const { kill(static_cast<pid_t>(m_process.processId()), SIGINT); }

    void send(char operation, qint32 number, const QByteArray &text)
    {
        QByteArray message(9, operation);
        qToLittleEndian(number, message.data() + 1);
        qToLittleEndian(static_cast<qint32>(text.size()), message.data() + 5);
        message += text;
        QVERIFY(write(m_socket, message.constData(), static_cast<size_t>(message.size())) == message.size());
    }

    void begin(const QByteArray &code)
    {
        m_out.clear();
        m_error.clear();
        m_answer.reset();
        send('E', ++m_cell, code);
    }

    // The exit code, once the answer is there. May be asked again, as QTRY_VERIFY does.
    [[nodiscard]] std::optional<int> answer()
    {
        char message[9];
        while (!m_answer && recv(m_socket, message, sizeof message, 0) == sizeof message) {
            if (message[0] == 'D') // the answer to a reseed comes before that to the code
                m_answer = qFromLittleEndian<qint32>(message + 1);
        }
        return m_answer;
    }

    [[nodiscard]] int run(const QByteArray &code)
    {
        begin(code);
        [this] { QTRY_VERIFY_WITH_TIMEOUT(answer().has_value(), 20'000); }();
        return answer().value_or(-1);
    }

    [[nodiscard]] QByteArray out()
    {
        readOutput();
        return m_out;
    }
    [[nodiscard]] QByteArray error()
    {
        readOutput();
        return m_error;
    }

private:
    void readOutput()
    {
        m_out += m_process.readAllStandardOutput();
        m_error += m_process.readAllStandardError();
    }

    QTemporaryDir m_output;
    QProcess m_process;
    QByteArray m_out;
    QByteArray m_error;
    std::optional<int> m_answer;
    int m_socket = -1;
    int m_cell = 0;
    bool m_started = false;
};

} // namespace glasshouse::test
