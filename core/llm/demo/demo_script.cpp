#include "core/llm/demo/demo_script.h"

#include "core/base/atomic_file.h"
#include "core/base/json.h"

#include <QDir>
#include <QJsonArray>
#include <QRegularExpression>

#include <algorithm>

namespace glasshouse {

namespace {

QStringList wordsOf(const QString &text)
{
    static const QRegularExpression separators(QStringLiteral("[^\\w/]+"));
    return text.toLower().split(separators, Qt::SkipEmptyParts);
}

QStringList stringsOf(const QJsonValue &array)
{
    QStringList strings;
    for (const QJsonValue &value : array.toArray())
        strings.append(value.toString());
    return strings;
}

// {"tool", "arguments"?, "code"?: a file in code/ that becomes the argument of that name}
Result<DemoToolCall> parseCall(const QJsonObject &json, const QString &folder)
{
    DemoToolCall call{json.value(u"tool").toString(), json.value(u"arguments").toObject()};
    if (call.tool.isEmpty())
        return fail(QStringLiteral("a call names no tool"));
    if (const QString file = json.value(u"code").toString(); !file.isEmpty()) {
        const auto code = readFile(folder + QStringLiteral("/code/") + file);
        if (!code)
            return fail(code.error());
        call.arguments.insert(QStringLiteral("code"), QString::fromUtf8(*code));
    }
    return call;
}

Result<DemoStep> parseStep(const QJsonObject &json, const QString &folder)
{
    DemoStep step{json.value(u"say").toString(),
                  json.value(u"edited").toString(),
                  json.value(u"rejected").toString(),
                  {},
                  {}};
    if (step.say.isEmpty())
        return fail(QStringLiteral("a step says nothing"));
    for (const QJsonValue &value : json.value(u"failed").toArray())
        step.sayIfFailed.append(
            {value.toObject().value(u"match").toString(), value.toObject().value(u"say").toString()});
    if (!json.contains(u"call"))
        return step;
    auto call = parseCall(json.value(u"call").toObject(), folder);
    if (!call)
        return fail(call.error());
    step.call = std::move(*call);
    return step;
}

Result<DemoTopic> parseTopic(const QJsonObject &json, const QString &folder)
{
    DemoTopic topic{json.value(u"name").toString(), json.value(u"needs").toString(), {}, {}};
    for (const QString &words : stringsOf(json.value(u"any_of")))
        topic.anyOf.append(wordsOf(words));
    for (const QJsonValue &value : json.value(u"steps").toArray()) {
        auto step = parseStep(value.toObject(), folder);
        if (!step)
            return fail(QStringLiteral("topic “%1”: %2").arg(topic.name, step.error().message));
        topic.steps.append(std::move(*step));
    }
    if (topic.steps.isEmpty())
        return fail(QStringLiteral("topic “%1” has no steps").arg(topic.name));
    return topic;
}

Result<DemoScript> parseScript(const QJsonObject &json, const QString &folder)
{
    DemoScript script{stringsOf(json.value(u"agents")), json.value(u"help").toString(), {}};
    for (const QJsonValue &value : json.value(u"topics").toArray()) {
        auto topic = parseTopic(value.toObject(), folder);
        if (!topic)
            return fail(topic.error());
        script.topics.append(std::move(*topic));
    }
    return script;
}

Result<QJsonObject> readJson(const QString &path)
{
    return readFile(path).and_then(parseJsonObject);
}

} // namespace

bool DemoTopic::matches(const QString &userText) const
{
    const QStringList words = wordsOf(userText);
    const auto allOccur = [&words](const QStringList &wanted) {
        return std::all_of(wanted.begin(), wanted.end(),
                           [&words](const QString &word) { return words.contains(word); });
    };
    return anyOf.isEmpty() || std::any_of(anyOf.begin(), anyOf.end(), allOccur);
}

const DemoTopic *DemoScript::topic(const QString &name) const
{
    const auto found =
        std::find_if(topics.begin(), topics.end(), [&](const DemoTopic &each) { return each.name == name; });
    return found == topics.end() ? nullptr : &*found;
}

const DemoScript *DemoLibrary::scriptFor(const QString &agent) const
{
    const auto naming = [this](const QString &name) {
        return std::find_if(scripts.begin(), scripts.end(),
                            [&name](const DemoScript &script) { return script.agents.contains(name); });
    };
    auto found = naming(agent);
    if (found == scripts.end())
        found = naming(QStringLiteral("*"));
    return found == scripts.end() ? nullptr : &*found;
}

Result<DemoLibrary> DemoLibrary::load(const QString &folder)
{
    const auto common = readJson(folder + QStringLiteral("/common.json"));
    if (!common)
        return fail(common.error());
    DemoLibrary library{{},
                        common->value(u"rejected").toString(),
                        common->value(u"failed").toString(),
                        common->value(u"tool_missing").toString(),
                        common->value(u"rejection").toString(),
                        common->value(u"edit").toString()};
    for (const QString &name : QDir(folder).entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name)) {
        if (name == u"common.json")
            continue;
        auto script = readJson(folder + u'/' + name).and_then([&](const QJsonObject &json) {
            return parseScript(json, folder);
        });
        if (!script)
            return fail(
                QStringLiteral("The demo script %1 cannot be used: %2").arg(name, script.error().message));
        library.scripts.append(std::move(*script));
    }
    return library;
}

} // namespace glasshouse
