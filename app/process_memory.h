// How much memory this program holds, for `bench ui`.
#pragma once

namespace glasshouse {

[[nodiscard]] double residentMegabytes(); // 0 if the system does not tell

} // namespace glasshouse
