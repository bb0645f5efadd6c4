#include "core/tools/arguments.h"

#include "core/base/json.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace glasshouse {

namespace {

// Counted before parsing, so that a hostile text costs no stack.
int depthOf(const QByteArray &json)
{
    int depth = 0;
    int deepest = 0;
    bool inText = false;
    for (qsizetype i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (inText && c == '\\')
            ++i;
        else if (c == '"')
            inText = !inText;
        else if (!inText && (c == '{' || c == '['))
            deepest = std::max(deepest, ++depth);
        else if (!inText && (c == '}' || c == ']'))
            --depth;
    }
    return deepest;
}

} // namespace

Result<QJsonObject> parseArguments(const QString &text)
{
    if (text.trimmed().isEmpty())
        return QJsonObject();
    const auto json = text.toUtf8();
    if (json.size() > MaxArgumentBytes)
        return fail(
            QStringLiteral("The arguments are %1 bytes long; at most %2 are accepted. Send less, or write "
                           "large data to /output from code.")
                .arg(json.size())
                .arg(MaxArgumentBytes));
    if (depthOf(json) > MaxArgumentDepth)
        return fail(
            QStringLiteral("The arguments are nested more than %1 levels deep. Send a flatter object.")
                .arg(MaxArgumentDepth));
    auto object = parseJsonObject(json);
    if (!object)
        return fail(QStringLiteral("The arguments could not be read: %1. Send one JSON object.")
                        .arg(object.error().message));
    return object;
}

QByteArray jsonValueOf(const QString &text)
{
    auto json = text.trimmed().toUtf8();
    // Qt parses objects and arrays only
    if (depthOf(json) <= MaxArgumentDepth && QJsonDocument::fromJson('[' + json + ']').array().size() == 1)
        return json;
    const auto list = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    return list.mid(1, list.size() - 2); // the string alone
}

} // namespace glasshouse
