// What can be dragged onto the canvas or pasted into it.
#pragma once

#include <QString>

namespace glasshouse::ui::mime {

inline const QString NodeKind = QStringLiteral("application/x-glasshouse-node-kind"); // the kind's id, UTF-8
inline const QString Agent = QStringLiteral("application/x-glasshouse-agent"); // the agent's name, UTF-8
inline const QString Fragment = QStringLiteral("application/x-glasshouse-graph+json");

} // namespace glasshouse::ui::mime
