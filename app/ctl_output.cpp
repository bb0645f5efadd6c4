#include "app/ctl_output.h"

#include "core/base/json.h"

#include <cstdio>

namespace glasshouse {

namespace {

void write(FILE *stream, const QByteArray &bytes)
{
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stream);
    std::fflush(stream);
}

bool isUnsafe(QChar character)
{
    if (character == u'\n' || character == u'\t')
        return false;
    const auto code = character.unicode();
    const bool isBidiControl = (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) || code == 0x200e ||
                               code == 0x200f || code == 0x061c;
    return character.category() == QChar::Other_Control || isBidiControl;
}

QString escaped(QChar character)
{
    const auto code = character.unicode();
    return code < 0x100 ? QStringLiteral("\\x%1").arg(code, 2, 16, QLatin1Char('0'))
                        : QStringLiteral("\\u%1").arg(code, 4, 16, QLatin1Char('0'));
}

} // namespace

void printText(const QString &text)
{
    write(stdout, text.toUtf8());
}

void printJson(const QJsonObject &object)
{
    write(stdout, toCompactJson(object) + '\n');
}

void printErrorText(const QString &text)
{
    write(stderr, text.toUtf8());
}

void printNote(const QString &text)
{
    printErrorText(terminalSafe(text) + u'\n'); // it may quote a server, a project file or a guest
}

void printError(const Error &error, bool asJson)
{
    printNote(error.message);
    if (asJson) {
        printJson({{QStringLiteral("type"), QStringLiteral("result")},
                   {QStringLiteral("status"), QStringLiteral("failed")},
                   {QStringLiteral("error"), error.message}});
    }
}

QString terminalSafe(const QString &text)
{
    QString safe;
    safe.reserve(text.size());
    for (const auto character : text) {
        if (isUnsafe(character))
            safe += escaped(character);
        else
            safe += character;
    }
    return safe;
}

void EventPrinter::print(const trace::Event &event)
{
    if (m_asJson)
        printJson(event.toJson());
    else
        printForPeople(event);
}

void EventPrinter::startLine()
{
    if (!m_atLineStart)
        printText(QStringLiteral("\n"));
    m_atLineStart = true;
}

void EventPrinter::printForPeople(const trace::Event &event)
{
    using namespace trace::event_type;
    const auto text = [&event](const char *key) { return terminalSafe(event.data.value(QLatin1String(key)).toString()); };
    const auto line = [this](const QString &content) {
        startLine();
        printText(content + u'\n');
    };

    if (event.type == TextDelta || event.type == ExecOutput) {
        const auto delta = text("text");
        printText(delta);
        m_atLineStart = delta.isEmpty() ? m_atLineStart : delta.endsWith(u'\n');
    } else if (event.type == RunStarted && event.data.value(QLatin1String("scripted")).toBool()) {
        line(QStringLiteral("[offline demo: the answers are scripted, the code runs for real]"));
    } else if (event.type == NodeStarted) {
        line(QStringLiteral("== %1").arg(terminalSafe(event.node)));
    } else if (event.type == ModelCallRetrying) {
        line(QStringLiteral("[%1 Trying again.]").arg(text("reason")));
    } else if (event.type == ExecWaiting) {
        line(QStringLiteral("[%1]").arg(text("reason")));
    } else if (event.type == ExecStarted) {
        line(QStringLiteral("[running %1 in sandbox %2, %3]").arg(text("language"), text("sandbox"), text("accelerator")));
    } else if (event.type == ToolCallStarted && event.data.contains(QLatin1String("parent"))) {
        const auto arguments = event.data.value(QLatin1String("arguments")).toObject();
        line(QStringLiteral("[the code calls %1 %2]")
                 .arg(text("tool"), terminalSafe(QString::fromUtf8(toCompactJson(arguments)).left(200))));
    } else if (event.type == ToolCallFinished && event.data.contains(QLatin1String("parent"))) {
        if (event.data.value(QLatin1String("is_error")).toBool())
            line(QStringLiteral("[%1 failed: %2]").arg(text("tool"), text("text").left(500)));
    } else if (event.type == ToolCallsCounted) {
        const auto tools = event.data.value(QLatin1String("tools")).toObject();
        for (const auto &name : tools.keys())
            line(QStringLiteral("[and %1 more calls of %2]")
                     .arg(tools.value(name).toObject().value(QLatin1String("calls")).toInteger())
                     .arg(terminalSafe(name)));
    } else if (event.type == ExecFinished && text("outcome") != u"completed") {
        line(QStringLiteral("[the code ended: %1]").arg(text("outcome")));
    } else if (event.type == ArtifactAdded) {
        line(QStringLiteral("[wrote %1, %2 bytes]").arg(text("name")).arg(event.data.value(QLatin1String("size")).toInteger()));
    } else if (event.type == ArtifactRefused) {
        line(QStringLiteral("[not kept: %1: %2]").arg(text("name"), text("reason")));
    } else if (event.type == NetworkRequest && text("verdict") != u"allowed") {
        line(QStringLiteral("[%1: %2]").arg(text("verdict"), text("sentence")));
    } else if (event.type == RunFinished) {
        startLine();
    }
}

} // namespace glasshouse
