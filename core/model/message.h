// A message of a conversation, the tool calls it may carry and what tools made: plain values.
#pragma once

#include "core/base/result.h"

#include <QJsonObject>
#include <QString>
#include <QVector>

namespace glasshouse {

enum class Role { System, User, Assistant, Tool };

[[nodiscard]] QString toString(Role role); // "system", "user", "assistant", "tool"
[[nodiscard]] Result<Role> roleFromString(QStringView text);

// One call that the model asked for. `arguments` is the text the model sent: hostile, perhaps not JSON.
struct ToolCall
{
    QString id;
    QString name;
    QString arguments;

    bool operator==(const ToolCall &) const = default;
    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static Result<ToolCall> fromJson(const QJsonObject &json);
};

// A file that code left in /output. `path` is where the content is kept on the host (addressed by SHA-256).
struct Artifact
{
    QString name; // relative to /output, '/' separated
    QString path;
    qint64 size = 0; // bytes
    QString mime;
    QString sha256; // lower-case hex

    bool operator==(const Artifact &) const = default;
    [[nodiscard]] QJsonObject toJson() const; // {"name","path","size","mime","sha256"}
    [[nodiscard]] static Result<Artifact> fromJson(const QJsonObject &json);
};

// Tokens as the provider counted them.
struct Usage
{
    qint64 inputTokens = 0;
    qint64 outputTokens = 0;

    bool operator==(const Usage &) const = default;
    Usage &operator+=(const Usage &other);
    [[nodiscard]] QJsonObject toJson() const; // {"input_tokens","output_tokens"}
    [[nodiscard]] static Usage fromJson(const QJsonObject &json);
};

struct Message
{
    QString id;
    Role role = Role::User;
    QString author; // the agent's name for Assistant, the tool's for Tool; empty for the person
    QString text;
    QVector<ToolCall> toolCalls;  // Assistant only
    QString toolCallId;           // Tool only: the call this answers
    bool isError = false;         // Tool only
    QVector<Artifact> artifacts;  // Tool only
    bool scripted = false;        // Assistant only: said by the offline demo
    qint64 createdMs = 0;         // Unix epoch, UTC

    bool operator==(const Message &) const = default;
    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static Result<Message> fromJson(const QJsonObject &json);
};

} // namespace glasshouse
