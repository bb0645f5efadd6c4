#include "sandbox/guest/artifact_sender.h"

#include "sandbox/protocol/artifact_name.h"
#include "sandbox/protocol/limits.h"

#include <algorithm>

#include <fcntl.h>
#include <unistd.h>

namespace glasshouse::guest {

namespace {

// Each folder on the way is opened without following links, so a folder that was swapped for one is not
// entered.
Descriptor openBeneath(const std::string &root, const std::string &name)
{
    constexpr int folderFlags = O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    Descriptor folder(open(root.c_str(), folderFlags));
    std::size_t start = 0;
    for (std::size_t end = name.find('/'); end != std::string::npos; end = name.find('/', start)) {
        folder = Descriptor(openat(folder.get(), name.substr(start, end - start).c_str(), folderFlags));
        start = end + 1;
    }
    return Descriptor(
        openat(folder.get(), name.substr(start).c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
}

bool changedBetween(const struct stat &before, const struct stat &after)
{
    return before.st_size != after.st_size || before.st_mtim.tv_sec != after.st_mtim.tv_sec ||
           before.st_mtim.tv_nsec != after.st_mtim.tv_nsec;
}

} // namespace

ArtifactSender::ArtifactSender(std::uint32_t execution, std::string root, OutputChanges changes,
                               SendMessage send)
    : m_execution(execution), m_root(std::move(root)), m_changes(std::move(changes)), m_send(std::move(send))
{
    for (const RefusedFile &file : m_changes.refused)
        m_send(protocol::ArtifactRefused{m_execution, file.name, file.reason});
}

bool ArtifactSender::step(std::uint64_t &credit)
{
    for (;;) {
        if (m_file.isOpen() && m_left > 0) {
            if (credit == 0)
                return false;
            sendPiece(credit);
        } else if (m_file.isOpen()) {
            end();
        } else if (m_next < m_changes.files.size()) {
            begin(m_changes.files[m_next++]);
        } else {
            return true;
        }
    }
}

void ArtifactSender::begin(const ChangedFile &file)
{
    Descriptor opened = openBeneath(m_root, file.name);
    if (!opened.isOpen() || fstat(opened.get(), &m_status) != 0)
        refuse(file.name, "it disappeared");
    else if (!S_ISREG(m_status.st_mode) || m_status.st_nlink > 1)
        refuse(file.name, "it was replaced by something that is not a plain file");
    else if (static_cast<std::uint64_t>(m_status.st_size) != file.size)
        refuse(file.name, "it changed while the files were collected");
    else {
        m_file = std::move(opened);
        m_left = file.size;
        m_problem.clear();
        m_send(protocol::ArtifactBegin{m_execution, file.name, file.size});
    }
}

void ArtifactSender::sendPiece(std::uint64_t &credit)
{
    std::string bytes(std::min({m_left, credit, std::uint64_t(protocol::maxChunk)}), '\0');
    const ssize_t size = read(m_file.get(), bytes.data(), bytes.size());
    if (size <= 0) {
        m_problem = "it became shorter while it was read";
        m_left = 0;
        return;
    }
    bytes.resize(static_cast<std::size_t>(size));
    m_left -= bytes.size();
    credit -= bytes.size();
    m_send(protocol::ArtifactData{m_execution, std::move(bytes)});
}

void ArtifactSender::end()
{
    struct stat after
    {
    };
    if (m_problem.empty() && (fstat(m_file.get(), &after) != 0 || changedBetween(m_status, after)))
        m_problem = "it changed while it was read";
    m_file.reset();
    m_send(protocol::ArtifactEnd{m_execution, m_problem});
}

void ArtifactSender::refuse(const std::string &name, const std::string &reason)
{
    m_send(protocol::ArtifactRefused{m_execution, protocol::escaped(name), reason});
}

} // namespace glasshouse::guest
