// The numbers of a sandbox profile as fields of a form: each with its unit, its range and what zero means.
#pragma once

#include "core/model/sandbox_profile.h"

#include <QVector>

#include <functional>

namespace glasshouse::ui {

struct ProfileField
{
    QString title;
    QString explanation;
    QString suffix;   // " MB", with the space
    QString atLeast;  // what the smallest value is called, where it is none: "for ever"
    int decimals = 0; // the value in the form
    double least = 0;
    double most = 0;
    double step = 1;
    std::function<double(const SandboxProfile &)> value;
    std::function<void(SandboxProfile &, double)> set;
};

[[nodiscard]] QVector<ProfileField> profileFields();

} // namespace glasshouse::ui
