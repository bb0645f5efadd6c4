#include "core/base/log.h"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <array>
#include <cstdlib>

namespace glasshouse {

namespace {

std::shared_ptr<spdlog::logger> makeLogger(const char *name)
{
    auto logger =
        std::make_shared<spdlog::logger>(name, std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
    const char *level = std::getenv("GLASSHOUSE_LOG");
    logger->set_level(level ? spdlog::level::from_str(level) : spdlog::level::warn);
    return logger;
}

} // namespace

spdlog::logger &log(LogCategory category)
{
    static const std::array loggers{makeLogger("app"),   makeLogger("llm"),     makeLogger("agent"),
                                    makeLogger("store"), makeLogger("sandbox"), makeLogger("ui")};
    return *loggers[static_cast<std::size_t>(category)];
}

} // namespace glasshouse
