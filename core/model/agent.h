// An agent: a name, instructions, a model and the tools it may ask for. One file: agents/NAME.agent.json.
#pragma once

#include "core/model/approval_mode.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>
#include <QVector>

#include <optional>

namespace glasshouse {

// Which connection and model to talk to. Both empty: the project's default.
struct ModelRef
{
    QString connection; // "demo", "openai", or a connection of Settings
    QString model;

    bool operator==(const ModelRef &) const = default;
};

// Who may call a tool: the model, code that it runs (by call_tool() in the sandbox; the model is then not
// shown the tool itself), or both.
enum class ToolCaller { Model, Code, Both };

[[nodiscard]] QString toString(ToolCaller caller); // "model", "code", "both"
[[nodiscard]] Result<ToolCaller> toolCallerFromString(QStringView text);

// A tool as an agent uses it; `approval` overrides the tool's own mode.
struct ToolRef
{
    QString name;
    std::optional<ApprovalMode> approval;
    QJsonObject extra = {}; // unknown keys, kept
    ToolCaller calledFrom = ToolCaller::Model;

    bool operator==(const ToolRef &) const = default;
    [[nodiscard]] bool isForModel() const { return calledFrom != ToolCaller::Code; }
    [[nodiscard]] bool isForCode() const { return calledFrom != ToolCaller::Model; }
    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static Result<ToolRef> fromJson(const QJsonObject &json);
};

struct Agent
{
    QString name; // also the file's name
    QString description;
    QString instructions;
    ModelRef model;
    QVector<ToolRef> tools;
    QString sandbox;         // name of a sandbox profile; empty: the project's default
    QStringList suggestions; // first messages the chat offers
    int maxIterations = 10;  // model calls per run
    std::optional<double> temperature;
    std::optional<int> maxOutputTokens;
    QJsonObject extra; // unknown keys, kept

    bool operator==(const Agent &) const = default;
    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static Result<Agent> fromJson(const QJsonObject &json);
};

} // namespace glasshouse
