// Finding a value in a list by the member that names it.
#pragma once

#include <QString>
#include <QVector>

#include <algorithm>

namespace glasshouse {

template<typename T>
[[nodiscard]] qsizetype indexBy(const QVector<T> &values, QString T::*member, QStringView wanted)
{
    const auto it =
        std::find_if(values.begin(), values.end(), [&](const T &value) { return value.*member == wanted; });
    return it == values.end() ? -1 : it - values.begin();
}

// nullptr if absent.
template<typename T>
[[nodiscard]] const T *findBy(const QVector<T> &values, QString T::*member, QStringView wanted)
{
    const auto index = indexBy(values, member, wanted);
    return index < 0 ? nullptr : &values.at(index);
}

} // namespace glasshouse
