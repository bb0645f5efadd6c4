// Letting go of an object that may be at work on the stack: it is told nothing more and deleted from the
// event loop, or with `owner` if that goes first.
#pragma once

#include <QObject>

#include <memory>

namespace glasshouse::gateway {

template<typename Object> void retire(std::unique_ptr<Object> &object, QObject &owner)
{
    if (!object)
        return;
    object->disconnect();
    object->setParent(&owner);
    object.release()->deleteLater();
}

} // namespace glasshouse::gateway
