// What a run needs from outside, injected by the composition root and by tests.
#pragma once

#include "core/approvals/approval_queue.h"
#include "core/approvals/policy.h"
#include "core/base/clock.h"
#include "core/llm/chat_client.h"
#include "core/model/project.h"
#include "core/tools/tool_registry.h"
#include "core/trace/recorder.h"

#include <functional>

namespace glasshouse {

// A client for one agent and what to call the model there.
struct ChatEndpoint
{
    std::shared_ptr<ChatClient> client;
    QString connection; // its name, for the trace
    QString model;
};

struct RunEnvironment
{
    Project project; // a copy: edits made while a run goes on do not reach it
    std::function<Result<ChatEndpoint>(const Agent &)> chatFor;
    // Called for each tool call before it runs. Absent: evaluatePolicy() with nothing remembered.
    std::function<PolicyAnswer(const ApprovalRequest &, ApprovalMode)> policy;
    // Calls back once everything recorded so far would survive a power cut; a tool starts only then, so that
    // no call can have had effects that the stored trace does not know of. Absent: at once.
    std::function<void(std::function<void()>)> whenStored;

    std::shared_ptr<const ToolRegistry> projectTools; // that the project defines; absent if it has none

    const ToolRegistry *tools = nullptr; // these outlive the run
    ApprovalQueue *approvals = nullptr;
    trace::Recorder *recorder = nullptr;
    const Clock *clock = nullptr;

    // Built-in tools go before the project's of the same name. nullptr if there is none.
    [[nodiscard]] Tool *tool(const QString &name) const
    {
        auto *builtIn = tools->find(name);
        return builtIn || !projectTools ? builtIn : projectTools->find(name);
    }
    [[nodiscard]] QStringList toolNames() const
    {
        return tools->names() + (projectTools ? projectTools->names() : QStringList());
    }
};

} // namespace glasshouse
