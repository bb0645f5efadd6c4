// Model services that people often have a key of in their environment.
#pragma once

#include "core/llm/connection.h"

#include <QProcessEnvironment>
#include <QVector>

namespace glasshouse {

// Those whose variable is set, as connections that name the variable. The keys themselves are not read.
[[nodiscard]] QVector<Connection> servicesWithKeys(const QProcessEnvironment &environment);

} // namespace glasshouse
