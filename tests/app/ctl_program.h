// glasshousectl as another process, with a home folder of the test.
#pragma once

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

namespace glasshouse::tests {

struct CtlOutcome
{
    int exitCode = -1;
    QVector<QJsonObject> lines;
    QString errors;

    [[nodiscard]] QJsonObject result() const { return lines.isEmpty() ? QJsonObject() : lines.last(); }
    [[nodiscard]] int count(const QString &type) const
    {
        return static_cast<int>(std::count_if(lines.begin(), lines.end(), [&type](const QJsonObject &line) {
            return line.value(QLatin1String("type")).toString() == type;
        }));
    }
    [[nodiscard]] QString printed() const
    {
        QString text;
        for (const auto &line : lines) {
            if (line.value(QLatin1String("type")) == QLatin1String("exec_output"))
                text += line.value(QLatin1String("text")).toString();
        }
        return text;
    }
};

class CtlProgram
{
public:
    [[nodiscard]] QString home(const QString &name) const { return m_home.filePath(name); }
    void setEnvironment(const QString &name, const QString &value) { m_environment.insert(name, value); }

    // With --json, to its end.
    [[nodiscard]] CtlOutcome run(const QStringList &arguments)
    {
        QProcess program;
        m_environment.insert(QStringLiteral("GLASSHOUSE_HOME"), m_home.path());
        program.setProcessEnvironment(m_environment);
        program.setStandardInputFile(QProcess::nullDevice());
        program.start(QStringLiteral(GLASSHOUSECTL), arguments + QStringList{QStringLiteral("--json")});
        program.waitForFinished(deadlineMs);
        CtlOutcome outcome{.exitCode = program.exitCode(),
                           .lines = {},
                           .errors = QString::fromUtf8(program.readAllStandardError())};
        for (const auto &line : program.readAllStandardOutput().split('\n')) {
            if (!line.isEmpty())
                outcome.lines.append(QJsonDocument::fromJson(line).object());
        }
        return outcome;
    }

    [[nodiscard]] static QString sample(const QString &name)
    {
        return QStringLiteral(GLASSHOUSE_SOURCE_DIR "/resources/samples/") + name;
    }

private:
    static constexpr int deadlineMs = 400'000; // a template may have to be made first, on a loaded machine

    QTemporaryDir m_home;
    QProcessEnvironment m_environment = QProcessEnvironment::systemEnvironment();
};

} // namespace glasshouse::tests
