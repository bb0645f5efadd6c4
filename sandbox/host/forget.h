// Ends the life of an object that may be in the middle of its own signal.
#pragma once

#include <QObject>

#include <memory>

namespace glasshouse::sandbox {

template<typename Object> void forget(std::unique_ptr<Object> &object)
{
    if (!object)
        return;
    object->disconnect();
    object.release()->deleteLater();
}

} // namespace glasshouse::sandbox
