// glasshouse-guest: process 1 of the micro-VM, which boots it and then watches over its only child, the
// agent. By the name call_tool it is the command with which a shell calls tools.

#include "sandbox/guest/agent.h"
#include "sandbox/guest/boot.h"
#include "sandbox/guest/descriptor.h"
#include "sandbox/guest/guest_error.h"
#include "sandbox/guest/tool_command.h"

#include <exception>
#include <string_view>

#include <signal.h>
#include <unistd.h>

using namespace glasshouse::guest;

namespace {

int runAgent()
{
    try {
        signal(SIGPIPE, SIG_IGN);
        setsid();
        Agent(Port(openPort())).run();
        return 0;
    } catch (const std::exception &error) {
        logLine(error.what());
        return 1;
    }
}

} // namespace

int main(int count, char **arguments)
{
    if (count > 0 && std::string_view(arguments[0]).ends_with("call_tool"))
        return runToolCommand({arguments + 1, arguments + count});
    if (getpid() != 1) {
        logLine("this program is the init of a Glasshouse sandbox and runs only there");
        return 2;
    }
    pid_t agent = 0;
    try {
        bootSystem();
        writeSystemFile("/proc/self/oom_score_adj", "-1000");
        agent = fork();
    } catch (const std::exception &error) {
        logLine(error.what());
    }
    if (agent == 0)
        _exit(runAgent());
    superviseAgent(agent);
}
