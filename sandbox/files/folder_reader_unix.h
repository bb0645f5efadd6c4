// An open folder as readdir(3) sees it.
#pragma once

#include "sandbox/files/folder_reader.h"

#include <dirent.h>

namespace glasshouse::sandbox {

struct FolderReader::Native
{
    explicit Native(DIR *opened) : folder(opened, ::closedir) {}

    std::unique_ptr<DIR, int (*)(DIR *)> folder;
    const dirent *ahead = nullptr; // read, but not passed yet
    std::uint64_t place = 0;       // of `ahead`, or of what is read next
};

} // namespace glasshouse::sandbox
