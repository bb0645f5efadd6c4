// A named way to reach models. Two are always there: "demo" (scripted, offline) and "openai" (from the environment).
#pragma once

#include "core/base/result.h"

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
    QString baseUrl; // e.g. https://api.openai.com/v1
    QString keyVariable; // environment variable tried first; empty: none
    bool keyInKeychain = false;
    QString defaultModel;
    QStringList models; // as last listed by the server

    bool operator==(const Connection &) const = default;
    [[nodiscard]] QJsonObject toJson() const; // never holds a key
    [[nodiscard]] static Result<Connection> fromJson(const QJsonObject &json);
};

} // namespace glasshouse
