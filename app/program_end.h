// How both programs end.
#pragma once

namespace glasshouse {

// The last thing that main() does, after everything was destroyed: returns `code`, or does not return.
[[nodiscard]] int endProgram(int code);

} // namespace glasshouse
