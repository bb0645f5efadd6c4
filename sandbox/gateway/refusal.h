// How the gateway's own steps say no: the reason for the log, a sentence for the guest, and the HTTP status.
#pragma once

#include "sandbox/gateway/reason_code.h"

namespace glasshouse::gateway {

struct Refusal
{
    ReasonCode reason = ReasonCode::BadRequest;
    QString sentence;

    bool operator==(const Refusal &) const = default;
};

template<typename T> using Checked = tl::expected<T, Refusal>;

[[nodiscard]] inline tl::unexpected<Refusal> refuse(ReasonCode reason, QString sentence)
{
    return tl::unexpected<Refusal>(Refusal{reason, std::move(sentence)});
}

[[nodiscard]] inline tl::unexpected<Refusal> refuse(Refusal refusal)
{
    return tl::unexpected<Refusal>(std::move(refusal));
}

// 400, 403, 408, 431, 502, 503 or 504.
[[nodiscard]] int statusFor(ReasonCode reason);

// A whole answer with the sentence as its text; the connection closes after it.
[[nodiscard]] QByteArray answerFor(const Refusal &refusal);

} // namespace glasshouse::gateway
