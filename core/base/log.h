// Logging categories (spdlog). Never pass a key, a header with credentials or a model's text to a log.
#pragma once

#include <spdlog/logger.h>

#include <memory>

namespace glasshouse {

enum class LogCategory { App, Llm, Agent, Store, Sandbox, Ui };

// The category's logger; writes to standard error, level from GLASSHOUSE_LOG (trace ... off; default warn).
[[nodiscard]] spdlog::logger &log(LogCategory category);

} // namespace glasshouse
