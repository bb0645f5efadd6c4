// Ctrl+C and termination as a callback on the main thread.
#pragma once

#include <QObject>

#include <functional>
#include <memory>

namespace glasshouse {

// Watches while the returned object lives. A second interrupt ends the program at once.
[[nodiscard]] std::unique_ptr<QObject> watchInterrupts(QObject *context, std::function<void()> callback);

} // namespace glasshouse
