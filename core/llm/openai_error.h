// What went wrong with a call to an OpenAI-compatible server, and the sentence that tells a person what to
// do.
#pragma once

#include "core/base/result.h"
#include "core/llm/connection.h"

#include <QJsonObject>
#include <QNetworkReply>

#include <optional>

namespace glasshouse {

// An error as the server states it: from the body of a refused request or from inside the stream.
struct OpenAiError
{
    int status = 0; // HTTP status; 0 inside a stream that began well
    QString code;   // e.g. "model_not_found"
    QString message;

    bool operator==(const OpenAiError &) const = default;
};

// {"error": {...}} or {"error": "..."} or {"message": ...}; nothing if the object states no error.
[[nodiscard]] std::optional<OpenAiError> errorIn(const QJsonObject &object);
[[nodiscard]] OpenAiError errorFromBody(int status, const QByteArray &body);

// Whether the same request may succeed a little later.
[[nodiscard]] bool isTemporary(const OpenAiError &error);
[[nodiscard]] bool isTemporary(QNetworkReply::NetworkError error);

// What the sentences name. Holds no key.
struct CallTarget
{
    Connection connection;
    QString model;
    bool hasKey = false;

    [[nodiscard]] QString server() const; // host and port of the base URL
};

enum class CallTimeout { Connect, FirstByte, Idle };

[[nodiscard]] Error describe(const OpenAiError &error, const CallTarget &target);
[[nodiscard]] Error describe(QNetworkReply::NetworkError error, const QString &detail,
                             const CallTarget &target);
[[nodiscard]] Error describe(CallTimeout timeout, qint64 afterMs, const CallTarget &target);
[[nodiscard]] Error describeRedirect(const QUrl &from, const QUrl &to);
[[nodiscard]] Error describeMalformed(const QString &what, const CallTarget &target);

} // namespace glasshouse
