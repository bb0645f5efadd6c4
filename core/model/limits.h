// The largest values a project file may ask for; the JSON Schemas in resources/schemas hold the same numbers.
#pragma once

#include <QtGlobal>

namespace glasshouse::limits {

inline constexpr int MaxIterations = 1'000;
inline constexpr int MaxSupersteps = 100'000;

inline constexpr int MemoryMb = 65'536;
inline constexpr int LeastMemoryMb = 128;
inline constexpr int CallTimeoutMs = 24 * 3'600'000;
inline constexpr int TimeToLiveMs = 7 * 24 * 3'600'000;
inline constexpr int OutputCharacters = 10'000'000;
inline constexpr qint64 OutputBytes = 64LL << 30;
inline constexpr int OutputFiles = 1'000'000;
inline constexpr int Processes = 10'000;

} // namespace glasshouse::limits
