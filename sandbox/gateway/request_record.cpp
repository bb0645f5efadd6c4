#include "sandbox/gateway/request_record.h"

namespace glasshouse::gateway {

std::optional<AllowEntry> ruleFor(const RequestRecord &record)
{
    return ruleFor(record.target, Decision{record.reason, record.sentence, record.entry, false},
                   record.address);
}

} // namespace glasshouse::gateway
