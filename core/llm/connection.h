// A named way to reach models. Two are always there: "demo" (scripted, offline) and "openai" (from the
// environment).
#pragma once

#include "core/base/result.h"
#include "core/model/agent.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace glasshouse {

struct Connection
{
    enum class Kind { Demo, OpenAi };

    QString name; // as projects refer to it
    Kind kind = Kind::OpenAi;
    QString title;
    QString baseUrl;     // e.g. https://api.openai.com/v1
    QString keyVariable; // environment variable tried first; empty: none
    bool keyInKeychain = false;
    QString defaultModel;
    QStringList models; // as last listed by the server

    bool operator==(const Connection &) const = default;
    [[nodiscard]] QJsonObject toJson() const; // never holds a key
    [[nodiscard]] static Result<Connection> fromJson(const QJsonObject &json);
};

[[nodiscard]] QString toString(Connection::Kind kind); // "demo", "openai"

// Lower-case letters, digits, '-' and '_', so that CONNECTION:MODEL can be told apart.
[[nodiscard]] bool isConnectionName(QStringView name);

// "CONNECTION" or "CONNECTION:MODEL", as --model takes it; the model may hold further colons ("llama3:8b").
[[nodiscard]] Result<ModelRef> parseModelRef(QStringView text);

} // namespace glasshouse
