// Feeds an event stream in one piece and cut at a place the input chooses: both have to give the same events.
#include "core/llm/openai_answer.h"
#include "core/llm/sse_parser.h"

#include <QJsonDocument>

#include <cstdint>
#include <cstdlib>

using namespace glasshouse;

namespace {

constexpr SseParser::Limits Limits{256, 1024};

QVector<SseEvent> parsed(std::initializer_list<QByteArrayView> pieces, bool &failed)
{
    SseParser parser(Limits);
    QVector<SseEvent> events;
    for (const QByteArrayView piece : pieces) {
        const auto some = parser.feed(piece);
        failed = failed || !some;
        if (failed)
            return events;
        events += *some;
    }
    return events;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size == 0)
        return 0;
    const QByteArrayView stream(data + 1, static_cast<qsizetype>(size - 1));
    const qsizetype cut = stream.isEmpty() ? 0 : data[0] % (stream.size() + 1);

    bool wholeFailed = false;
    bool cutFailed = false;
    const QVector<SseEvent> whole = parsed({stream}, wholeFailed);
    const QVector<SseEvent> pieces = parsed({stream.first(cut), stream.sliced(cut)}, cutFailed);
    if (wholeFailed != cutFailed || (!wholeFailed && whole != pieces))
        std::abort();

    OpenAiAnswer answer;
    for (const SseEvent &event : whole)
        (void)answer.add(QJsonDocument::fromJson(event.data.toUtf8()).object());
    (void)answer.response();
    return 0;
}
