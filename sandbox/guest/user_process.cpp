#include "sandbox/guest/user_process.h"

#include "sandbox/guest/guest_error.h"
#include "sandbox/guest/layout.h"
#include "sandbox/protocol/limits.h"

#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace glasshouse::guest {

namespace {

constexpr rlim_t openFiles = 4'096;
constexpr int notExecutable = 126;

bool becomeUser()
{
    writeSystemFile("/proc/self/oom_score_adj", "0");
    const rlimit noCore{0, 0};
    const rlimit files{openFiles, openFiles};
    setrlimit(RLIMIT_CORE, &noCore);
    setrlimit(RLIMIT_NOFILE, &files);
    return writeSystemFile(std::string(userGroupPath) + "/cgroup.procs", "0") && setsid() >= 0 &&
           setgroups(0, nullptr) == 0 && setresgid(userId, userId, userId) == 0 &&
           setresuid(userId, userId, userId) == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           chdir(outputPath) == 0;
}

[[noreturn]] void runChild(const std::vector<char *> &arguments, const std::vector<char *> &environment,
                           const Descriptor &output, const Descriptor &error)
{
    const int input = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (dup2(input, STDIN_FILENO) >= 0 && dup2(output.get(), STDOUT_FILENO) >= 0 &&
        dup2(error.get(), STDERR_FILENO) >= 0 &&
        close_range(STDERR_FILENO + 1, ~0U, 0) ==
            0 && // becoming the user may ask a mount, and must not hold it
        becomeUser())
        execve(arguments.front(), arguments.data(), environment.data());
    logLine(std::string(arguments.front()) + " cannot be started");
    _exit(notExecutable);
}

} // namespace

UserProcess startUserProcess(const std::vector<std::string> &arguments)
{
    Ends output = makePipe();
    Ends error = makePipe();
    auto argumentCopy = arguments;
    auto environment = userEnvironment();
    const auto argumentPointers = pointersTo(argumentCopy);
    const auto environmentPointers = pointersTo(environment);
    const pid_t child = fork();
    if (child < 0)
        throwErrno("a process cannot be started");
    if (child == 0)
        runChild(argumentPointers, environmentPointers, output.second, error.second);
    return {child, Descriptor(static_cast<int>(syscall(SYS_pidfd_open, child, 0))), std::move(output.first),
            std::move(error.first)};
}

std::vector<std::string> userEnvironment()
{
    const std::string home = homePath;
    const std::string proxy = "http://127.0.0.1:" + std::to_string(protocol::proxyPort);
    const std::string certificates = certificatesPath;
    return {"http_proxy=" + proxy, "https_proxy=" + proxy, "HTTP_PROXY=" + proxy, "HTTPS_PROXY=" + proxy,
            "no_proxy=localhost,127.0.0.1,::1", "NO_PROXY=localhost,127.0.0.1,::1",
            "SSL_CERT_FILE=" + certificates, "REQUESTS_CA_BUNDLE=" + certificates,
            "CURL_CA_BUNDLE=" + certificates, "PIP_CERT=" + certificates,
            std::string("NODE_EXTRA_CA_CERTS=") + authorityPath, "NODE_USE_ENV_PROXY=1", "HOME=" + home,
            "USER=user", "LOGNAME=user", "SHELL=/bin/bash",
            "PATH=" + home + "/.local/bin:/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8", "LC_ALL=C.UTF-8",
            "TZ=UTC", "TMPDIR=/tmp", "TERM=dumb", "MPLBACKEND=Agg",
            "MPLCONFIGDIR=" + home + "/.config/matplotlib",
            // one processor: threads of numeric libraries would only take turns
            "OPENBLAS_NUM_THREADS=1", "OMP_NUM_THREADS=1", "PYTHONDONTWRITEBYTECODE=1",
            "NODE_PATH=/usr/share/nodejs", "GLASSHOUSE=1"};
}

std::vector<char *> pointersTo(std::vector<std::string> &strings)
{
    std::vector<char *> pointers;
    pointers.reserve(strings.size() + 1);
    for (std::string &string : strings)
        pointers.push_back(string.data());
    pointers.push_back(nullptr);
    return pointers;
}

int exitCodeOf(pid_t ended)
{
    int status = 0;
    if (waitpid(ended, &status, 0) < 0)
        return notExecutable;
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

} // namespace glasshouse::guest
