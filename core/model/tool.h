// A tool a project defines itself. One file: tools/NAME.tool.json. Built-in tools need no file.
#pragma once

#include "core/model/approval_mode.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace glasshouse {

// Of a command as it is written out, in characters: what a person sees whole before agreeing to it. A longer
// one is refused.
inline constexpr int MostCommandCharacters = 1'000;

struct ToolDefinition
{
    QString name;
    QString kind; // "command" now; others survive a load and save and are reported by validation
    QString description;
    QJsonObject parameters; // JSON Schema of the arguments
    ApprovalMode approval = ApprovalMode::AlwaysRequire;
    QStringList command;    // of kind "command": a program and its arguments; no shell reads them
    int timeoutMs = 60'000; // of one call
    QJsonObject extra;

    bool operator==(const ToolDefinition &) const = default;
    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static Result<ToolDefinition> fromJson(const QJsonObject &json);
};

} // namespace glasshouse
