#include "sandbox/gateway/reason_code.h"

#include <array>

namespace glasshouse::gateway {

namespace {

struct Meaning
{
    ReasonCode code;
    Verdict verdict;
    QStringView word;
};

constexpr std::array meanings{
    Meaning{ReasonCode::Listed, Verdict::Allowed, u"listed"},
    Meaning{ReasonCode::AllowedOnce, Verdict::Allowed, u"allowed_once"},
    Meaning{ReasonCode::AllowedAlways, Verdict::Allowed, u"allowed_always"},
    Meaning{ReasonCode::NotListed, Verdict::Denied, u"not_listed"},
    Meaning{ReasonCode::SchemeNotListed, Verdict::Denied, u"scheme_not_listed"},
    Meaning{ReasonCode::PortNotListed, Verdict::Denied, u"port_not_listed"},
    Meaning{ReasonCode::MethodNotListed, Verdict::Denied, u"method_not_listed"},
    Meaning{ReasonCode::PathNotListed, Verdict::Denied, u"path_not_listed"},
    Meaning{ReasonCode::MethodNever, Verdict::Denied, u"method_never"},
    Meaning{ReasonCode::PrivateAddress, Verdict::Denied, u"private_address"},
    Meaning{ReasonCode::RuleRemoved, Verdict::Denied, u"rule_removed"},
    Meaning{ReasonCode::DeniedByPerson, Verdict::Denied, u"denied_by_person"},
    Meaning{ReasonCode::PermissionTimeout, Verdict::Denied, u"permission_timeout"},
    Meaning{ReasonCode::TooManyQuestions, Verdict::Denied, u"too_many_questions"},
    Meaning{ReasonCode::BadRequest, Verdict::Denied, u"bad_request"},
    Meaning{ReasonCode::HostMismatch, Verdict::Denied, u"host_mismatch"},
    Meaning{ReasonCode::UpgradeRefused, Verdict::Denied, u"upgrade_refused"},
    Meaning{ReasonCode::NotTls, Verdict::Denied, u"not_tls"},
    Meaning{ReasonCode::SniMissing, Verdict::Denied, u"sni_missing"},
    Meaning{ReasonCode::SniMismatch, Verdict::Denied, u"sni_mismatch"},
    Meaning{ReasonCode::EncryptedHello, Verdict::Denied, u"encrypted_hello"},
    Meaning{ReasonCode::TooManyConnections, Verdict::Denied, u"too_many_connections"},
    Meaning{ReasonCode::HeaderTooLarge, Verdict::Denied, u"header_too_large"},
    Meaning{ReasonCode::ResponseTooLarge, Verdict::Denied, u"response_too_large"},
    Meaning{ReasonCode::TooMuchUnread, Verdict::Denied, u"too_much_unread"},
    Meaning{ReasonCode::HeaderTimeout, Verdict::Denied, u"header_timeout"},
    Meaning{ReasonCode::IdleTimeout, Verdict::Failed, u"idle_timeout"},
    Meaning{ReasonCode::NameNotFound, Verdict::Failed, u"name_not_found"},
    Meaning{ReasonCode::ConnectFailed, Verdict::Failed, u"connect_failed"},
    Meaning{ReasonCode::ConnectTimeout, Verdict::Failed, u"connect_timeout"},
    Meaning{ReasonCode::TlsFailed, Verdict::Failed, u"tls_failed"},
    Meaning{ReasonCode::BadResponse, Verdict::Failed, u"bad_response"},
    Meaning{ReasonCode::ClientClosed, Verdict::Failed, u"client_closed"},
};

constexpr bool isInOrder()
{
    for (std::size_t i = 0; i < meanings.size(); ++i) {
        if (static_cast<std::size_t>(meanings[i].code) != i)
            return false;
    }
    return meanings.size() == static_cast<std::size_t>(ReasonCode::ClientClosed) + 1;
}
static_assert(isInOrder(), "each code has its line, in the order of the enum");

const Meaning &meaningOf(ReasonCode code)
{
    return meanings.at(static_cast<std::size_t>(code));
}

} // namespace

QString toString(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Allowed:
        return QStringLiteral("allowed");
    case Verdict::Denied:
        return QStringLiteral("denied");
    case Verdict::Failed:
        break;
    }
    return QStringLiteral("failed");
}

QString toString(ReasonCode code)
{
    return meaningOf(code).word.toString();
}

Result<ReasonCode> reasonCodeFromString(QStringView word)
{
    for (const Meaning &meaning : meanings) {
        if (word == meaning.word)
            return meaning.code;
    }
    return fail(QStringLiteral("\"%1\" is not a reason of the gateway.").arg(word));
}

Verdict verdictOf(ReasonCode code)
{
    return meaningOf(code).verdict;
}

} // namespace glasshouse::gateway
