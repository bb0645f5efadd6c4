// Whether a condition (core/model/condition.h) holds for a message. Pure and bounded: hostile conditions and
// hostile messages cost little and break nothing.
#pragma once

#include <QJsonObject>
#include <QString>

namespace glasshouse {

// {"text", "author", "json"?}: what the paths of conditions point into. A message that is JSON inside a
// Markdown code fence counts as JSON, because that is how models like to send it.
[[nodiscard]] QJsonObject conditionSubject(const QString &text, const QString &author);

// An ill-formed condition does not hold; whyNotACondition() says so before a run starts.
[[nodiscard]] bool holds(const QJsonObject &condition, const QJsonObject &subject);

} // namespace glasshouse
