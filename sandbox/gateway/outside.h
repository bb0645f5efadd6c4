// Where names and addresses lead. Only tests play a network of their own; nothing that a project or a person
// can set leads here.
#pragma once

#include "sandbox/gateway/dialer.h"
#include "sandbox/gateway/resolver.h"

#include <functional>

namespace glasshouse::gateway {

struct Outside
{
    // Called once per gateway; what they make is used on its thread.
    std::function<std::unique_ptr<Resolver>()> makeResolver = makeSystemResolver;
    std::function<std::unique_ptr<Dialer>()> makeDialer = [] { return makeSocketDialer(); };
};

} // namespace glasshouse::gateway
