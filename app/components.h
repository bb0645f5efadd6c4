// What the programs are built on, with the versions that run now.
#pragma once

#include "core/base/component.h"

#include <QVector>

namespace glasshouse {

[[nodiscard]] QVector<Component> carriedComponents();

} // namespace glasshouse
