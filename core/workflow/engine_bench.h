// Figures of the engine itself, without model, sandbox or store: what `glasshousectl bench engine` prints.
#pragma once

#include <QJsonObject>

namespace glasshouse {

// {"type":"result","agent_events_per_second","workflow_supersteps_per_second","superstep_us":{"p50","p95"},...}
[[nodiscard]] QJsonObject benchEngine();

} // namespace glasshouse
