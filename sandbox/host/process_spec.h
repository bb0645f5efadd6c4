// A process as a value: what to start, with which arguments, and which open descriptors it inherits.
#pragma once

#include <QString>
#include <QStringList>
#include <QVector>

namespace glasshouse::sandbox {

struct ProcessSpec
{
    QString program; // absolute
    QStringList arguments;
    QVector<int> descriptors;  // inherited under the same number; every other one is closed
    QStringList environment{}; // NAME=VALUE, besides what the process gets anyway
    bool isGuarded = false;    // `program` ends with everything it started when its standard input closes

    bool operator==(const ProcessSpec &) const = default;
};

} // namespace glasshouse::sandbox
