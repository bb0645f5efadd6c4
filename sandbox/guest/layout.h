// Where things are in the guest.
#pragma once

#include <sys/types.h>

namespace glasshouse::guest {

inline constexpr char outputPath[] = "/output";
// The same folder as the agent sees it, also when a mount covers it for everybody else: the agent would wait
// for itself there.
inline constexpr char ownOutputPath[] = "/run/glasshouse/output";
inline constexpr char pythonKernelPath[] = "/run/glasshouse/kernel.py";
inline constexpr char cellFolder[] = "/run/cell"; // the code of the call that runs, readable by the user
inline constexpr char homePath[] = "/home/user";
inline constexpr char userGroupPath[] = "/sys/fs/cgroup/user";
inline constexpr char certificatesPath[] = "/etc/ssl/certs/ca-certificates.crt";
inline constexpr char toolSocketPath[] = "/run/tools";
inline constexpr char toolCommandPath[] = "/usr/local/bin/call_tool";
inline constexpr char packageInstallerPath[] = "/usr/local/bin/install_package";
inline constexpr char nodeClientPath[] = "/usr/local/lib/glasshouse/call_tool.cjs";
inline constexpr char authorityPath[] = "/run/glasshouse-authority.pem"; // of this sandbox alone
inline constexpr uid_t userId = 1000;

} // namespace glasshouse::guest
