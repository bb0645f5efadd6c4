// The offline demo: answers from scripts, without a model and without a network. It says so itself, its
// messages are marked as scripted, and the tool calls it makes are real ones.
#pragma once

#include "core/llm/chat_client.h"
#include "core/llm/demo/demo_script.h"

namespace glasshouse {

// How fast the demo "types". Zero: one delta per turn of the event loop.
struct DemoPacing
{
    int firstDeltaMs = 350;
    int deltaMs = 22; // between words
};

class DemoClient final : public ChatClient
{
public:
    explicit DemoClient(const DemoPacing &pacing = {}); // with the scripts that come with Glasshouse
    DemoClient(const Result<DemoLibrary> &library, const DemoPacing &pacing);

    [[nodiscard]] std::unique_ptr<ChatCall> start(const ChatRequest &request) override;
    [[nodiscard]] bool isScripted() const override { return true; }

private:
    Result<DemoLibrary> m_library; // why not, if the scripts could not be read
    DemoPacing m_pacing;
};

[[nodiscard]] Result<DemoLibrary> builtInDemoLibrary();

} // namespace glasshouse
