#include "sandbox/files/nt_calls_win.h"

#include <cstddef>
#include <cstring>
#include <vector>

namespace glasshouse::sandbox {

namespace {

// From the Windows Driver Kit; the headers of the compilers do not have all of it.
constexpr ULONG openSynchronous = 0x00000020; // FILE_SYNCHRONOUS_IO_NONALERT
constexpr ULONG openForBackup = 0x00004000;   // FILE_OPEN_FOR_BACKUP_INTENT: folders too
constexpr ULONG openReparsePoint = 0x00200000;

constexpr int renameInformation = 10;
constexpr int dispositionInformation = 13;
constexpr int dispositionInformationEx = 64;
constexpr int renameInformationEx = 65;

constexpr ULONG deleteAtOnce = 0x1 | 0x2 | 0x10;  // delete, with POSIX semantics, even if it is read-only
constexpr ULONG replaceAtOnce = 0x1 | 0x2 | 0x40; // the same three for the file that is replaced

struct RenameInformation
{
    ULONG flags; // of the older call: a byte, whether to replace
    HANDLE folder;
    ULONG nameBytes;
    WCHAR name[1];
};

using SetInformation = NTSTATUS(NTAPI *)(HANDLE, IO_STATUS_BLOCK *, void *, ULONG, int);

NTSTATUS setInformation(HANDLE file, void *information, std::size_t size, int kind)
{
    static const auto call = reinterpret_cast<SetInformation>(
        reinterpret_cast<void *>(GetProcAddress(GetModuleHandleW(L"ntdll.dll"), "NtSetInformationFile")));
    IO_STATUS_BLOCK block = {};
    return call(file, &block, information, static_cast<ULONG>(size), kind);
}

Outcome<void> done(NTSTATUS status)
{
    if (status < 0)
        return statusFailure(status);
    return {};
}

// Older systems and file systems other than NTFS do not know the newer calls.
bool isUnknownCall(NTSTATUS status)
{
    constexpr auto invalidInfoClass = static_cast<NTSTATUS>(0xC0000003);
    constexpr auto invalidParameter = static_cast<NTSTATUS>(0xC000000D);
    constexpr auto invalidDeviceRequest = static_cast<NTSTATUS>(0xC0000010);
    constexpr auto notSupported = static_cast<NTSTATUS>(0xC00000BB);
    constexpr auto notImplemented = static_cast<NTSTATUS>(0xC0000002);
    return status == invalidInfoClass || status == invalidParameter || status == invalidDeviceRequest ||
           status == notSupported || status == notImplemented;
}

} // namespace

Outcome<NativeHandle> openInFolder(HANDLE folder, const std::wstring &name, const NtOpening &opening)
{
    UNICODE_STRING text = {};
    text.Buffer = const_cast<WCHAR *>(name.c_str());
    text.Length = static_cast<USHORT>(name.size() * sizeof(WCHAR));
    text.MaximumLength = text.Length;
    OBJECT_ATTRIBUTES object = {};
    object.Length = sizeof object;
    object.RootDirectory = folder;
    object.ObjectName = &text;
    object.Attributes = OBJ_CASE_INSENSITIVE;
    IO_STATUS_BLOCK block = {};
    HANDLE opened = nullptr;
    const NTSTATUS status = NtCreateFile(
        &opened, opening.access | FILE_READ_ATTRIBUTES | SYNCHRONIZE, &object, &block, nullptr,
        FILE_ATTRIBUTE_NORMAL, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, opening.disposition,
        opening.options | openSynchronous | openForBackup | openReparsePoint, nullptr, 0);
    if (status < 0)
        return statusFailure(status);
    return NativeHandle(reinterpret_cast<NativeHandle::Value>(opened));
}

Outcome<void> deleteOpened(HANDLE file)
{
    ULONG flags = deleteAtOnce;
    const NTSTATUS status = setInformation(file, &flags, sizeof flags, dispositionInformationEx);
    if (!isUnknownCall(status))
        return done(status);
    BOOLEAN deletes = TRUE;
    return done(setInformation(file, &deletes, sizeof deletes, dispositionInformation));
}

Outcome<void> renameOpened(HANDLE file, HANDLE folder, const std::wstring &name)
{
    const std::size_t nameBytes = name.size() * sizeof(WCHAR);
    std::vector<std::max_align_t> buffer((sizeof(RenameInformation) + nameBytes) / sizeof(std::max_align_t) +
                                         1);
    auto *information = reinterpret_cast<RenameInformation *>(buffer.data());
    information->flags = replaceAtOnce;
    information->folder = folder;
    information->nameBytes = static_cast<ULONG>(nameBytes);
    std::memcpy(information->name, name.data(), nameBytes);
    const std::size_t size = sizeof(RenameInformation) + nameBytes;
    const NTSTATUS status = setInformation(file, information, size, renameInformationEx);
    if (!isUnknownCall(status))
        return done(status);
    information->flags = TRUE; // replaces
    return done(setInformation(file, information, size, renameInformation));
}

} // namespace glasshouse::sandbox
