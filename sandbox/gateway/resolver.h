// Name lookup as a dependency, so that tests decide what a name resolves to.
#pragma once

#include "core/base/result.h"

#include <QHostAddress>
#include <QObject>
#include <QVector>

#include <memory>

namespace glasshouse::gateway {

// One lookup, owned by the caller. Deleting it cancels. `finished` never comes before control is back in the
// event loop.
class LookupJob : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

Q_SIGNALS:
    void finished(const glasshouse::Result<QVector<QHostAddress>> &addresses); // at least one
};

class Resolver
{
public:
    virtual ~Resolver() = default;
    [[nodiscard]] virtual std::unique_ptr<LookupJob> lookup(const QString &name) = 0;
};

// The system's resolver.
[[nodiscard]] std::unique_ptr<Resolver> makeSystemResolver();

} // namespace glasshouse::gateway
