// Letting go of an object that may be at work on the stack: it is told nothing more and deleted from the
// event loop.
#pragma once

#include <QObject>

#include <memory>

namespace glasshouse::gateway {

template<typename Object> void retire(std::unique_ptr<Object> &object)
{
    if (!object)
        return;
    object->disconnect();
    object.release()->deleteLater();
}

} // namespace glasshouse::gateway
