// What a program that is started for a tool gets to see of this program's environment.
#pragma once

#include <QProcessEnvironment>

namespace glasshouse {

[[nodiscard]] QProcessEnvironment plainEnvironment(); // where things are, and no keys

} // namespace glasshouse
