// The offline demo's scripts as data: which agent says what about which topic. See scripts/*.json.
#pragma once

#include "core/base/result.h"

#include <QJsonObject>
#include <QStringList>
#include <QVector>

#include <optional>

namespace glasshouse {

struct DemoToolCall
{
    QString tool;
    QJsonObject arguments;

    bool operator==(const DemoToolCall &) const = default;
};

// Said when the tool's output matches `match` (a regular expression; empty matches all).
struct DemoAlternative
{
    QString match;
    QString say;

    bool operator==(const DemoAlternative &) const = default;
};

// One answer. Which of the texts is said depends on what became of the call of the step before.
struct DemoStep
{
    QString say;
    QString sayIfEdited;   // empty: say
    QString sayIfRejected; // empty: the library's common text
    QVector<DemoAlternative> sayIfFailed;
    std::optional<DemoToolCall> call; // made only after `say` and `sayIfEdited`

    bool operator==(const DemoStep &) const = default;
};

struct DemoTopic
{
    QString name;
    QString needs;              // another topic that an earlier message of the thread was about; empty: none
    QVector<QStringList> anyOf; // each: words that all occur in the person's message; none: matches always
    QVector<DemoStep> steps;    // never empty

    [[nodiscard]] bool matches(const QString &userText) const;
};

struct DemoScript
{
    QStringList agents; // names; "*" is any agent that no other script names
    QString help;       // said when no topic fits
    QVector<DemoTopic> topics;

    [[nodiscard]] const DemoTopic *topic(const QString &name) const;
};

// All scripts and what they share.
struct DemoLibrary
{
    QVector<DemoScript> scripts;
    QString sayIfRejected;
    QString sayIfFailed;
    QString sayIfToolMissing;
    QString rejection; // expression for a tool message that tells a person's refusal; group 1: the reason
    QString edit;      // expression for the note that a person edited the call; group 1: what the tool said

    [[nodiscard]] const DemoScript *scriptFor(const QString &agent) const;
    // Reads common.json, every other *.json and the code they name in code/.
    [[nodiscard]] static Result<DemoLibrary> load(const QString &folder);
};

} // namespace glasshouse
