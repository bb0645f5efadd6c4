// An open folder as GetFileInformationByHandleEx lists it.
#pragma once

#include "sandbox/files/folder_reader.h"
#include "sandbox/files/system_win.h"

#include <array>

namespace glasshouse::sandbox {

struct FolderReader::Native
{
    explicit Native(NativeHandle opened) : folder(std::move(opened)) {}

    [[nodiscard]] Outcome<bool> fill(); // false at the end
    [[nodiscard]] const FILE_ID_BOTH_DIR_INFO *current() const;
    void pass();

    NativeHandle folder;
    std::uint64_t place = 0; // how many entries were passed
    bool restarts = true;
    bool isFilled = false;
    std::size_t offset = 0; // of the current entry in the buffer
    std::string name;       // of the entry that was shown
    alignas(FILE_ID_BOTH_DIR_INFO) std::array<char, 64 << 10> buffer;
};

} // namespace glasshouse::sandbox
