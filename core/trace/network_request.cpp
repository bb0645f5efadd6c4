#include "core/trace/network_request.h"

#include "core/base/json_reader.h"
#include "core/base/json_writer.h"

namespace glasshouse::trace {

namespace key {
constexpr QLatin1String Request("request");
constexpr QLatin1String AtMs("at_ms");
constexpr QLatin1String Method("method");
constexpr QLatin1String Url("url");
constexpr QLatin1String Verdict("verdict");
constexpr QLatin1String Reason("reason");
constexpr QLatin1String Sentence("sentence");
constexpr QLatin1String Address("address");
constexpr QLatin1String Rule("rule");
constexpr QLatin1String IsOver("is_over");
constexpr QLatin1String Status("status");
constexpr QLatin1String BytesFromGuest("bytes_from_guest");
constexpr QLatin1String BytesToGuest("bytes_to_guest");
constexpr QLatin1String DurationMs("duration_ms");
} // namespace key

QJsonObject NetworkRequest::toJson() const
{
    JsonWriter writer;
    writer.always(key::Request, id);
    writer.always(key::AtMs, timeMs);
    writer.always(key::Method, method);
    writer.always(key::Url, url);
    writer.always(key::Verdict, verdict);
    writer.always(key::Reason, reason);
    writer.unlessEmpty(key::Sentence, sentence);
    writer.unlessEmpty(key::Address, address);
    if (rule)
        writer.always(key::Rule, rule->toJson());
    writer.unlessDefault(key::IsOver, isOver, false);
    writer.unlessDefault(key::Status, status, 0);
    writer.unlessDefault(key::BytesFromGuest, bytesFromGuest, 0);
    writer.unlessDefault(key::BytesToGuest, bytesToGuest, 0);
    writer.unlessDefault(key::DurationMs, durationMs, 0);
    return writer.object();
}

Result<NetworkRequest> NetworkRequest::fromJson(const QJsonObject &json)
{
    JsonReader reader(json);
    NetworkRequest request;
    request.id = reader.requiredText(key::Request);
    request.timeMs = reader.whole(key::AtMs);
    request.method = reader.text(key::Method);
    request.url = reader.text(key::Url);
    request.verdict = reader.requiredText(key::Verdict);
    request.reason = reader.text(key::Reason);
    request.sentence = reader.text(key::Sentence);
    request.address = reader.text(key::Address);
    if (reader.has(key::Rule)) {
        const auto rule = AllowRule::fromJson(reader.object(key::Rule));
        if (!rule)
            return fail(rule.error());
        request.rule = *rule;
    }
    request.isOver = reader.flag(key::IsOver);
    request.status = reader.integer(key::Status);
    request.bytesFromGuest = reader.whole(key::BytesFromGuest);
    request.bytesToGuest = reader.whole(key::BytesToGuest);
    request.durationMs = reader.whole(key::DurationMs);
    return reader.finish(request);
}

} // namespace glasshouse::trace
