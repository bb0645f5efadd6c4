#include "sandbox/files/folder_reader_win.h"

namespace glasshouse::sandbox {

Outcome<bool> FolderReader::Native::fill()
{
    if (isFilled)
        return true;
    const auto how = restarts ? FileIdBothDirectoryRestartInfo : FileIdBothDirectoryInfo;
    if (!GetFileInformationByHandleEx(handleOf(folder), how, buffer.data(),
                                      static_cast<DWORD>(buffer.size())))
        return GetLastError() == ERROR_NO_MORE_FILES ? Outcome<bool>(false) : systemFailure();
    restarts = false;
    isFilled = true;
    offset = 0;
    return true;
}

const FILE_ID_BOTH_DIR_INFO *FolderReader::Native::current() const
{
    return reinterpret_cast<const FILE_ID_BOTH_DIR_INFO *>(buffer.data() + offset);
}

void FolderReader::Native::pass()
{
    const DWORD next = current()->NextEntryOffset;
    offset += next;
    isFilled = next != 0;
    ++place;
}

FolderReader::FolderReader(std::unique_ptr<Native> native) : m_native(std::move(native)) {}
FolderReader::FolderReader(FolderReader &&) noexcept = default;
FolderReader &FolderReader::operator=(FolderReader &&) noexcept = default;
FolderReader::~FolderReader() = default;

// The client reads on from where it is, so this seldom has to start again; then places are counted, which is
// as good as Windows allows.
Outcome<void> FolderReader::seek(std::uint64_t place)
{
    if (place == m_native->place && place != 0)
        return {};
    m_native->restarts = true;
    m_native->isFilled = false;
    m_native->place = 0;
    while (m_native->place < place) {
        const auto filled = m_native->fill();
        if (!filled)
            return tl::unexpected(filled.error());
        if (!*filled)
            return {};
        m_native->pass();
    }
    return {};
}

Outcome<std::optional<FolderEntry>> FolderReader::peek()
{
    const auto filled = m_native->fill();
    if (!filled)
        return tl::unexpected(filled.error());
    if (!*filled)
        return std::nullopt;
    const FILE_ID_BOTH_DIR_INFO *entry = m_native->current();
    m_native->name = toUtf8({entry->FileName, entry->FileNameLength / sizeof(WCHAR)});
    return FolderEntry{m_native->name, kindOfAttributes(entry->FileAttributes),
                       static_cast<std::uint64_t>(entry->FileId.QuadPart), m_native->place + 1};
}

void FolderReader::advance()
{
    if (m_native->isFilled)
        m_native->pass();
}

Outcome<Attributes> FolderReader::attributes() const
{
    return attributesOf(handleOf(m_native->folder));
}

} // namespace glasshouse::sandbox
