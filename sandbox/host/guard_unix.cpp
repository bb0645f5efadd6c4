// glasshouse-guard COMMAND ARGS...: runs the command and sees to it that nothing of it outlives the program
// that started the guard, not even when that program is killed while the command is still starting.
//
// bubblewrap ends its child with itself only once the child has asked for that; killed before, it leaves a
// QEMU that nobody knows. The guard closes that gap: it adopts what loses its parent (PR_SET_CHILD_SUBREAPER,
// prctl(2)), and when the other end of its standard input closes, it kills the group that the command leads
// and waits until the last process is gone. That end belongs to the program, so the kernel closes it with it.
//
// Exit code: the command's; 128 + N if signal N ended it; 127 if it could not be started. System calls only,
// linked statically: it stands in the way of every start of a sandbox.
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <initializer_list>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/close_range.h>

namespace {

constexpr int cannotStart = 127;
constexpr int killedBy = 128; // plus the signal, as shells say it

// SIGCHLD, and what people send to end a process.
sigset_t watchedSignals()
{
    sigset_t signals;
    ::sigemptyset(&signals);
    for (const int signal : {SIGCHLD, SIGTERM, SIGINT, SIGHUP})
        ::sigaddset(&signals, signal);
    return signals;
}

void readNothing()
{
    const int null = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    ::dup2(null, STDIN_FILENO);
}

[[noreturn]] void runCommand(char **command, pid_t guard, const sigset_t &before)
{
    ::setpgid(0, 0);
    ::sigprocmask(SIG_SETMASK, &before, nullptr);
    readNothing(); // the lifeline is the guard's alone
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != guard)
        ::_exit(cannotStart); // it ended before the line above
    ::execv(command[0], command);
    std::fprintf(stderr, "%s could not be started: %s\n", command[0], std::strerror(errno));
    ::_exit(cannotStart);
}

// If the command has ended, its exit code. It stays a zombie, so that its number cannot go to another group
// yet.
bool hasEnded(pid_t command, int &exitCode)
{
    siginfo_t end = {};
    if (::waitid(P_PID, static_cast<id_t>(command), &end, WEXITED | WNOHANG | WNOWAIT) != 0 ||
        end.si_pid == 0)
        return false;
    exitCode = end.si_code == CLD_EXITED ? end.si_status : killedBy + end.si_status;
    return true;
}

// Returns when the command has ended or is to be ended, with its exit code.
int watch(pid_t command, int signals)
{
    pollfd watched[] = {{STDIN_FILENO, 0, 0}, {signals, POLLIN, 0}}; // without events: POLLHUP alone
    int exitCode = killedBy + SIGKILL;
    for (;;) {
        if (::poll(watched, 2, -1) < 0)
            continue;
        if (watched[0].revents != 0)
            return exitCode;
        signalfd_siginfo signal = {};
        if (::read(signals, &signal, sizeof signal) != sizeof signal)
            continue;
        if (signal.ssi_signo != SIGCHLD || hasEnded(command, exitCode))
            return exitCode;
    }
}

// Killing a group is atomic: nothing in it can fork its way out. Neither bubblewrap nor QEMU leave it, and
// what runs in bubblewrap's PID namespace ends with its first process.
void endGroup(pid_t group)
{
    ::kill(-group, SIGKILL);
    while (::waitpid(-1, nullptr, 0) > 0 || errno == EINTR) {
    }
}

} // namespace

int main(int count, char **arguments)
{
    if (count < 2) {
        std::fputs("Usage: glasshouse-guard COMMAND ARGS...\n", stderr);
        return 2;
    }
    const sigset_t watched = watchedSignals();
    sigset_t before;
    ::sigprocmask(SIG_BLOCK, &watched, &before);
    const int signals = ::signalfd(-1, &watched, SFD_CLOEXEC);
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    ::prctl(PR_SET_PDEATHSIG, 0); // from here on the end of the program is the end of the lifeline

    const pid_t guard = ::getpid();
    const pid_t command = ::fork();
    if (command == 0)
        runCommand(arguments + 1, guard, before);
    if (command < 0) {
        std::perror("fork");
        return cannotStart;
    }
    ::setpgid(command, command); // whoever comes first; the group must be there before it is killed
    ::dup2(signals, STDERR_FILENO + 1);
    ::close_range(STDERR_FILENO + 2, ~0U, 0); // QEMU's connections: they must close with QEMU
    const int exitCode = watch(command, STDERR_FILENO + 1);
    endGroup(command);
    return exitCode;
}
