// The words after a command of glasshousectl, taken apart.
#pragma once

#include "core/base/result.h"

#include <QHash>
#include <QStringList>

namespace glasshouse {

struct CtlArguments
{
    QStringList positional;
    QHash<QString, QStringList> options; // without the dashes; an option given twice has two values
    QStringList flags; // without the dashes
    bool asJson = false;

    [[nodiscard]] QString value(const QString &option, const QString &otherwise = {}) const;
};

// `names` are the options that take a value, `flags` those that take none; --json is always known. Both "--name value" and "--name=value".
[[nodiscard]] Result<CtlArguments> parseArguments(const QStringList &arguments, const QStringList &names,
                                                  const QStringList &flags = {});

} // namespace glasshouse
