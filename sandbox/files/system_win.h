// What the system calls of Windows say and want, in our words.
#pragma once

#include "sandbox/files/host_file.h"

#include <string>
#include <string_view>

#include <windows.h>
#include <winternl.h>

namespace glasshouse::sandbox {

[[nodiscard]] tl::unexpected<Failure> systemFailure(DWORD error = GetLastError());
[[nodiscard]] tl::unexpected<Failure> statusFailure(NTSTATUS status);

[[nodiscard]] inline HANDLE handleOf(const NativeHandle &handle)
{
    return reinterpret_cast<HANDLE>(handle.value());
}

[[nodiscard]] Outcome<Attributes> attributesOf(HANDLE file);
[[nodiscard]] EntryKind kindOfAttributes(DWORD attributes);

[[nodiscard]] Outcome<std::wstring> toWide(std::string_view utf8);
[[nodiscard]] std::string toUtf8(std::wstring_view wide);

} // namespace glasshouse::sandbox
