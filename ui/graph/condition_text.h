// Conditions of edges and switch cases in words.
#pragma once

#include <QJsonObject>
#include <QString>

namespace glasshouse::ui {

// "is greater than" for "greater"; an unknown operator as it is.
[[nodiscard]] QString operatorWords(const QString &conditionOperator);

// "score is greater than 0.7"; empty for no condition.
[[nodiscard]] QString describeCondition(const QJsonObject &condition);

} // namespace glasshouse::ui
