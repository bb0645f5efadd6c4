#include "core/llm/demo/demo_template.h"

#include <QRegularExpression>
#include <QStringList>

namespace glasshouse {

namespace {

QStringList linesOf(const QString &text)
{
    QStringList lines = text.split(u'\n');
    while (!lines.isEmpty() && lines.last().trimmed().isEmpty())
        lines.removeLast();
    return lines;
}

QString firstMatch(const QString &pattern, const QString &text)
{
    const QRegularExpression expression(pattern, QRegularExpression::MultilineOption);
    if (!expression.isValid())
        return {};
    const auto match = expression.match(text);
    return match.hasMatch() ? match.captured(expression.captureCount() > 0 ? 1 : 0).trimmed() : QString();
}

QString valueOf(const QString &placeholder, const DemoFacts &facts)
{
    const qsizetype colon = placeholder.indexOf(u':');
    const QString name = placeholder.left(colon);
    const QString argument = colon < 0 ? QString() : placeholder.sliced(colon + 1);
    const QStringList lines = linesOf(facts.toolOutput);
    if (name == u"tool_output")
        return facts.toolOutput.trimmed();
    if (name == u"input")
        return facts.input.trimmed();
    if (name == u"reason")
        return facts.reason.trimmed();
    if (name == u"line")
        return lines.value(argument.toInt() - 1).trimmed();
    if (name == u"last_line")
        return lines.isEmpty() ? QString() : lines.last().trimmed();
    if (name == u"match")
        return firstMatch(argument, facts.toolOutput);
    if (name == u"input_match")
        return firstMatch(argument, facts.input);
    return {};
}

QString filled(const QString &placeholder, const DemoFacts &facts)
{
    static const QString Separator = QStringLiteral(" ?? ");
    const qsizetype separator = placeholder.indexOf(Separator);
    const QString value = valueOf(placeholder.left(separator).trimmed(), facts);
    if (!value.isEmpty())
        return value;
    return separator < 0 ? QStringLiteral("(not printed)")
                         : placeholder.sliced(separator + Separator.size()).trimmed();
}

} // namespace

QString fillTemplate(const QString &text, const DemoFacts &facts)
{
    static const QRegularExpression placeholder(QStringLiteral("\\{\\{(.+?)\\}\\}"));
    QString result;
    qsizetype position = 0;
    auto matches = placeholder.globalMatch(text);
    while (matches.hasNext()) {
        const auto match = matches.next();
        result += QStringView(text).sliced(position, match.capturedStart() - position);
        result += filled(match.captured(1), facts);
        position = match.capturedEnd();
    }
    result += QStringView(text).sliced(position);
    return result;
}

} // namespace glasshouse
