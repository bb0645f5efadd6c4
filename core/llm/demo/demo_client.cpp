#include "core/llm/demo/demo_client.h"

#include "core/base/ids.h"
#include "core/llm/demo/demo_answer.h"
#include "core/llm/demo/demo_call.h"

#include <QDateTime>

// Outside every namespace, as Q_INIT_RESOURCE demands; needed because a static library's resources are not
// registered by themselves.
static void registerScripts()
{
    Q_INIT_RESOURCE(demo_scripts);
}

namespace glasshouse {

Result<DemoLibrary> builtInDemoLibrary()
{
    registerScripts();
    return DemoLibrary::load(QStringLiteral(":/glasshouse/demo"));
}

DemoClient::DemoClient(const DemoPacing &pacing) : DemoClient(builtInDemoLibrary(), pacing) {}

DemoClient::DemoClient(const Result<DemoLibrary> &library, const DemoPacing &pacing)
    : m_library(library), m_pacing(pacing)
{
}

std::unique_ptr<ChatCall> DemoClient::start(const ChatRequest &request)
{
    if (!m_library)
        return std::make_unique<DemoCall>(fail(m_library.error()), m_pacing);
    Message message = demoAnswer(*m_library, request);
    message.id = newId(u"msg");
    message.createdMs = QDateTime::currentMSecsSinceEpoch();
    return std::make_unique<DemoCall>(message, m_pacing);
}

} // namespace glasshouse
