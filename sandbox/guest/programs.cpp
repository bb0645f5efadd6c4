#include "sandbox/guest/programs.h"

#include "sandbox/guest/guest_error.h"
#include "sandbox/guest/layout.h"

#include <filesystem>
#include <fstream>

namespace glasshouse::guest {

namespace {

namespace fs = std::filesystem;

constexpr auto forEverybody = fs::perms::owner_all | fs::perms::group_read | fs::perms::group_exec |
                              fs::perms::others_read | fs::perms::others_exec;

void writeProgram(const fs::path &path, std::string_view content)
{
    std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
    fs::permissions(path, forEverybody);
}

} // namespace

void installPrograms(const std::string &root, const std::string &agent)
{
    try {
        for (const char *path : {nodeClientPath, packageInstallerPath})
            fs::create_directories(fs::path(root + path).parent_path());
        writeProgram(root + nodeClientPath, nodeClient());
        writeProgram(root + packageInstallerPath, packageInstaller());
        fs::copy_file(agent, root + toolCommandPath, fs::copy_options::overwrite_existing);
        fs::permissions(root + toolCommandPath, forEverybody);
    } catch (const fs::filesystem_error &error) {
        throw GuestError(std::string("programs of the sandbox cannot be installed: ") + error.what());
    }
}

} // namespace glasshouse::guest
