// The one way a fallible operation answers: a value, or an Error with a sentence for a person.
#pragma once

#include <QString>

#include <tl/expected.hpp>

namespace glasshouse {

// Only what a caller branches on; everything else is Failed. The order of glasshousectl's exit codes
// (DESIGN: Programs) is derived from these in app/exit_codes.h.
enum class ErrorCode {
    Failed,
    BadUsage,
    BadProject,
    NotFound,
    Cancelled,
    ApprovalDenied,
    SandboxUnavailable,
    ModelUnavailable,
};

struct Error
{
    QString message; // a sentence: what failed, on what, what to do
    ErrorCode code = ErrorCode::Failed;

    bool operator==(const Error &) const = default;
};

template<typename T> using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> fail(QString message, ErrorCode code = ErrorCode::Failed)
{
    return tl::unexpected<Error>(Error{std::move(message), code});
}

[[nodiscard]] inline tl::unexpected<Error> fail(Error error)
{
    return tl::unexpected<Error>(std::move(error));
}

} // namespace glasshouse
