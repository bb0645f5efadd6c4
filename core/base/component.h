// A piece of software that Glasshouse is built on or carries.
#pragma once

#include <QString>

namespace glasshouse {

struct Component
{
    QString name;
    QString version; // as it runs now; empty if it does not tell
    QString licence; // SPDX expression
    QString home;    // where it comes from

    bool operator==(const Component &) const = default;
};

} // namespace glasshouse
