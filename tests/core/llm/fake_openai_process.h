// Starts the fake OpenAI server as a process and knows its address.
#pragma once

#include <QProcess>

namespace glasshouse::fakes {

class OpenAiProcess
{
public:
    // False when the server does not come up.
    [[nodiscard]] bool start()
    {
        m_process.start(QStringLiteral(FAKE_OPENAI_SERVER), {});
        if (!m_process.waitForStarted() || !m_process.waitForReadyRead())
            return false;
        m_port = m_process.readLine().trimmed().toInt();
        return m_port > 0;
    }

    ~OpenAiProcess()
    {
        m_process.closeWriteChannel();
        m_process.waitForFinished();
    }

    [[nodiscard]] QString address() const { return QStringLiteral("http://127.0.0.1:%1").arg(m_port); }
    [[nodiscard]] QString baseUrl() const { return address() + QStringLiteral("/v1"); }

private:
    QProcess m_process;
    int m_port = 0;
};

} // namespace glasshouse::fakes
