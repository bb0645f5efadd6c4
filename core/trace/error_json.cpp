#include "core/trace/error_json.h"

#include <algorithm>
#include <array>
#include <utility>

namespace glasshouse::trace {

namespace {

constexpr std::array CodeNames{
    std::pair{ErrorCode::Failed, QLatin1String("failed")},
    std::pair{ErrorCode::BadUsage, QLatin1String("bad_usage")},
    std::pair{ErrorCode::BadProject, QLatin1String("bad_project")},
    std::pair{ErrorCode::NotFound, QLatin1String("not_found")},
    std::pair{ErrorCode::Cancelled, QLatin1String("cancelled")},
    std::pair{ErrorCode::ApprovalDenied, QLatin1String("approval_denied")},
    std::pair{ErrorCode::SandboxUnavailable, QLatin1String("sandbox_unavailable")},
    std::pair{ErrorCode::ModelUnavailable, QLatin1String("model_unavailable")},
};

} // namespace

QString toString(ErrorCode code)
{
    const auto found = std::find_if(CodeNames.begin(), CodeNames.end(),
                                    [code](const auto &entry) { return entry.first == code; });
    return found == CodeNames.end() ? QStringLiteral("failed") : QString(found->second);
}

ErrorCode errorCodeFromString(QStringView text)
{
    const auto found = std::find_if(CodeNames.begin(), CodeNames.end(),
                                    [text](const auto &entry) { return entry.second == text; });
    return found == CodeNames.end() ? ErrorCode::Failed : found->first;
}

void insertError(QJsonObject &data, const Error &error)
{
    data.insert(QStringLiteral("error"), error.message);
    if (error.code != ErrorCode::Failed)
        data.insert(QStringLiteral("error_code"), toString(error.code));
}

Error errorFrom(const QJsonObject &data)
{
    return {data.value(u"error").toString(), errorCodeFromString(data.value(u"error_code").toString())};
}

} // namespace glasshouse::trace
