// What the surroundings know about a request. Facts come from the policy, not from the code.
#pragma once

#include <QString>

namespace glasshouse::ui {

struct ReviewContext
{
    QString lastApprovedCode;  // empty if nothing was approved before
    qint64 lastApprovedMs = 0; // 0 if unknown
    QString network;           // "no network"
    QString files;             // "reads nothing outside"
    QString tools;             // "no tools"

    bool operator==(const ReviewContext &) const = default;
};

} // namespace glasshouse::ui
