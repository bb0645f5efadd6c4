#include "core/tools/code_report.h"

#include <QLocale>
#include <QStringList>

namespace glasshouse {

namespace {

QString withoutLastLineEnd(const QString &text)
{
    return text.endsWith(u'\n') ? text.chopped(1) : text;
}

QString counted(qint64 number)
{
    return QLocale(QLocale::English, QLocale::UnitedStates)
        .toString(number); // for the model, not for a person
}

QString fileList(const CodeOutcome &outcome)
{
    QStringList lines{QStringLiteral("Files in /output:")};
    for (const auto &artifact : outcome.artifacts)
        lines << QStringLiteral("- %1 (%2, %3 bytes)")
                     .arg(artifact.name, artifact.mime, counted(artifact.size));
    for (const auto &refused : outcome.refused)
        lines << QStringLiteral("- %1 was not kept: %2").arg(refused.name, refused.reason);
    return lines.join(u'\n');
}

// How it ended, where that is more than what the streams show.
QString ending(const CodeOutcome &outcome)
{
    switch (outcome.ending) {
    case CodeEnding::Completed:
        return {};
    case CodeEnding::Failed:
        return QStringLiteral("[Failed with exit code %1.]").arg(outcome.exitCode);
    case CodeEnding::TimedOut:
        if (!outcome.limits.isEmpty()) // which say more
            return QStringLiteral("[Output up to then is above.]");
        return QStringLiteral("[Stopped: it ran longer than allowed (%1 ms). Output up to then is above.]")
            .arg(outcome.durationMs);
    case CodeEnding::OutOfMemory:
        return QStringLiteral(
            "[Stopped: it used more memory than the sandbox has. Variables of this session may be lost.]");
    case CodeEnding::Cancelled:
        return QStringLiteral("[Stopped by a person before it ended.]");
    case CodeEnding::Lost:
        return QStringLiteral(
            "[The sandbox ended while this ran; whether it took effect is unknown. The next call "
            "starts in a fresh sandbox without earlier variables and files.]");
    }
    return {};
}

} // namespace

ToolOutcome reportOf(const CodeOutcome &outcome)
{
    QStringList parts;
    if (!outcome.standardOutput.isEmpty())
        parts << withoutLastLineEnd(outcome.standardOutput);
    if (!outcome.artifacts.isEmpty() || !outcome.refused.isEmpty())
        parts << fileList(outcome);
    if (!outcome.standardError.isEmpty())
        parts << QStringLiteral("stderr:\n") + withoutLastLineEnd(outcome.standardError);
    if (outcome.cutCharacters > 0)
        parts << QStringLiteral("[Output truncated: %1 more characters were cut.]")
                     .arg(counted(outcome.cutCharacters));
    for (const auto &limit : outcome.limits)
        parts << QStringLiteral("[%1]").arg(limit);
    if (const auto sentence = ending(outcome); !sentence.isEmpty())
        parts << sentence;
    if (parts.isEmpty())
        parts << QStringLiteral(
            "[Completed without output. Use print() or write to standard output to see results.]");
    return {parts.join(QStringLiteral("\n\n")), outcome.ending != CodeEnding::Completed, outcome.artifacts};
}

} // namespace glasshouse
