#include "sandbox/host/hypervisor.h"

#include <qt_windows.h>

namespace glasshouse::sandbox {

namespace {

// WHvGetCapability(WHvCapabilityCodeHypervisorPresent) of WinHvPlatform.h, found at run time: the library is
// only there where the feature is.
bool isHypervisorPresent(HMODULE library)
{
    using GetCapability = HRESULT(WINAPI *)(int code, void *buffer, UINT32 size, UINT32 *written);
    const auto ask = reinterpret_cast<GetCapability>(
        reinterpret_cast<void *>(::GetProcAddress(library, "WHvGetCapability")));
    BOOL isPresent = FALSE;
    UINT32 written = 0;
    return ask && SUCCEEDED(ask(0, &isPresent, sizeof isPresent, &written)) && isPresent;
}

} // namespace

HypervisorFinding lookAtHypervisor()
{
    const HMODULE library = ::LoadLibraryExW(L"WinHvPlatform.dll", nullptr, LOAD_LIBRARY_SEARCH_SYSTEM32);
    if (!library)
        return judge(WhpxFacts{});
    const bool isPresent = isHypervisorPresent(library);
    ::FreeLibrary(library);
    return judge(WhpxFacts{true, isPresent});
}

} // namespace glasshouse::sandbox
