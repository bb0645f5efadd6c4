// The calls of NT that start at the handle of a folder, which Win32 does not offer.
#pragma once

#include "sandbox/files/system_win.h"

namespace glasshouse::sandbox {

struct NtOpening
{
    ACCESS_MASK access = FILE_READ_ATTRIBUTES;
    ULONG disposition = 1; // FILE_OPEN; 2 is FILE_CREATE
    ULONG options = 0;     // FILE_DIRECTORY_FILE and so on
};

// One name in an open folder; an empty one opens the folder again. What is there is opened itself, a link
// too.
[[nodiscard]] Outcome<NativeHandle> openInFolder(HANDLE folder, const std::wstring &name,
                                                 const NtOpening &opening);

// Of a file that was opened to be deleted: gone at once, even if somebody else has it open (Windows 10 and
// NTFS), or when the last one closes it.
[[nodiscard]] Outcome<void> deleteOpened(HANDLE file);
[[nodiscard]] Outcome<void> renameOpened(HANDLE file, HANDLE folder, const std::wstring &name);

} // namespace glasshouse::sandbox
