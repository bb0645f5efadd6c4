// The system's own store of passwords: libsecret or KWallet, on Windows the Credential Manager. It may ask
// the person, so the answer may take long; it is not given once `context` is gone.
#pragma once

#include "core/base/result.h"

#include <QString>

#include <functional>
#include <optional>

class QObject;

namespace glasshouse::keychain {

using Read = std::function<void(const Result<std::optional<QString>> &key)>; // nothing: there is none
using Changed = std::function<void(const Result<void> &done)>;

// An error is the part of a sentence that says why not: "access was denied".
void read(const QString &name, QObject *context, const Read &answer);
void write(const QString &name, const QString &key, QObject *context, const Changed &answer);
void remove(const QString &name, QObject *context, const Changed &answer); // also if there is none

} // namespace glasshouse::keychain
