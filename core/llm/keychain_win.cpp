#include "core/llm/keychain.h"

#include <QObject>

#include <qt_windows.h>

#include <wincred.h>

namespace glasshouse::keychain {

namespace {

QString target(const QString &name)
{
    return QStringLiteral("Glasshouse/%1").arg(name);
}

const wchar_t *wide(const QString &text)
{
    return reinterpret_cast<const wchar_t *>(text.utf16());
}

tl::unexpected<Error> whyNot(DWORD code)
{
    return fail(QStringLiteral("the Credential Manager answered with error %1").arg(code));
}

// UTF-16, as Windows' own programs store them.
Result<std::optional<QString>> readNow(const QString &name)
{
    PCREDENTIALW credential = nullptr;
    if (!::CredReadW(wide(target(name)), CRED_TYPE_GENERIC, 0, &credential)) {
        const DWORD code = ::GetLastError();
        if (code == ERROR_NOT_FOUND)
            return std::nullopt;
        return whyNot(code);
    }
    const auto *text = reinterpret_cast<const char16_t *>(credential->CredentialBlob);
    const QString key = QString::fromUtf16(text, credential->CredentialBlobSize / sizeof(char16_t));
    ::CredFree(credential);
    return key;
}

Result<void> writeNow(const QString &name, const QString &key)
{
    QString place = target(name);
    QString text = key;
    CREDENTIALW credential = {};
    credential.Type = CRED_TYPE_GENERIC;
    credential.TargetName = reinterpret_cast<wchar_t *>(place.data());
    credential.CredentialBlob = reinterpret_cast<BYTE *>(text.data());
    credential.CredentialBlobSize = static_cast<DWORD>(text.size() * sizeof(char16_t));
    credential.Persist = CRED_PERSIST_LOCAL_MACHINE;
    if (!::CredWriteW(&credential, 0))
        return whyNot(::GetLastError());
    return {};
}

Result<void> removeNow(const QString &name)
{
    if (::CredDeleteW(wide(target(name)), CRED_TYPE_GENERIC, 0))
        return {};
    const DWORD code = ::GetLastError();
    if (code != ERROR_NOT_FOUND)
        return whyNot(code);
    return {};
}

// Like the other systems' keychains: never before control returns to the event loop.
template<typename Answer, typename Value>
void later(QObject *context, const Answer &answer, const Value &value)
{
    QMetaObject::invokeMethod(
        context, [answer, value] { answer(value); }, Qt::QueuedConnection);
}

} // namespace

void read(const QString &name, QObject *context, const Read &answer)
{
    later(context, answer, readNow(name));
}

void write(const QString &name, const QString &key, QObject *context, const Changed &answer)
{
    later(context, answer, writeNow(name, key));
}

void remove(const QString &name, QObject *context, const Changed &answer)
{
    later(context, answer, removeNow(name));
}

} // namespace glasshouse::keychain
