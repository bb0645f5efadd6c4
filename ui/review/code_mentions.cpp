#include "ui/review/code_mentions.h"

#include <QRegularExpression>

namespace glasshouse::ui {

namespace {

using Kind = CodeMention::Kind;

constexpr int MostPerKind = 4;
constexpr qsizetype SearchedCharacters = 256 * 1024; // hints only: the rest is not worth the time

struct Pattern
{
    Kind kind;
    const char *expression; // the first capture is what is named
};

constexpr Pattern patterns[] = {
    {Kind::Output, R"((/output/[^\s"'`)\\,;]{1,120}))"},
    {Kind::Input, R"((/input/[^\s"'`)\\,;]{1,120}))"},
    {Kind::Network, R"(\b(requests|urllib|http\.client|aiohttp|httpx|socket|fetch|curl|wget)\b)"},
    {Kind::Network, R"((https?://[^\s"'`)]{1,120}))"},
    {Kind::Tool, R"(call_tool\(\s*["']([^"']{1,80})["'])"},
    {Kind::Process,
     R"(\b(subprocess|os\.system|os\.exec\w*|child_process|pip install|apt(?:-get)? install)\b)"},
    {Kind::Deletion, R"(\b(os\.remove|os\.unlink|shutil\.rmtree|rm -\w+|\.unlink\(|unlinkSync|rmSync))"},
};

void collect(const Pattern &pattern, const QString &code, QVector<CodeMention> &mentions)
{
    const QRegularExpression expression(QString::fromLatin1(pattern.expression));
    int found = 0;
    for (auto it = expression.globalMatch(code); it.hasNext() && found < MostPerKind;) {
        const CodeMention mention{pattern.kind, it.next().captured(1)};
        if (!mentions.contains(mention)) {
            mentions.append(mention);
            ++found;
        }
    }
}

} // namespace

QVector<CodeMention> mentionsIn(const QString &code)
{
    QVector<CodeMention> mentions;
    const QString searched = code.left(SearchedCharacters);
    for (const Pattern &pattern : patterns)
        collect(pattern, searched, mentions);
    return mentions;
}

} // namespace glasshouse::ui
