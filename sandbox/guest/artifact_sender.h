// Sends changed files to the host, as far as its credit reaches, a piece at a time.
#pragma once

#include "sandbox/guest/descriptor.h"
#include "sandbox/guest/output_folder.h"
#include "sandbox/protocol/messages.h"

#include <cstdint>
#include <functional>
#include <string>

#include <sys/stat.h>

namespace glasshouse::guest {

using SendMessage = std::function<void(const protocol::Message &)>;

// User code may still run and swap files meanwhile: each is opened without following links or waiting for a
// pipe, checked again once open, and marked as incomplete if it changed while it was read.
class ArtifactSender
{
public:
    ArtifactSender(std::uint32_t execution, std::string root, OutputChanges changes, SendMessage send);

    // Uses up `credit` as it goes; true when everything was sent.
    [[nodiscard]] bool step(std::uint64_t &credit);

private:
    void begin(const ChangedFile &file);
    void sendPiece(std::uint64_t &credit);
    void end();
    void refuse(const std::string &name, const std::string &reason);

    std::uint32_t m_execution;
    std::string m_root;
    OutputChanges m_changes;
    SendMessage m_send;
    std::size_t m_next = 0;
    Descriptor m_file; // open while one is being sent
    struct stat m_status
    {
    };
    std::uint64_t m_left = 0;
    std::string m_problem;
};

} // namespace glasshouse::guest
