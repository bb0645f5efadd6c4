#include "sandbox/image/initramfs.h"

#include "core/base/atomic_file.h"

namespace glasshouse::sandbox {

namespace {

constexpr quint32 folderMode = 0040755;
constexpr quint32 plainMode = 0100644;
constexpr quint32 executableMode = 0100755;
constexpr quint32 consoleMode = 0020600;

QByteArray field(qsizetype value)
{
    return QByteArray::number(static_cast<qulonglong>(value), 16).rightJustified(8, '0');
}

QByteArray moduleName(const ImageFile &module)
{
    return QByteArrayLiteral("modules/") + module.path.section(u'/', -1).toUtf8();
}

} // namespace

void CpioArchive::addFolder(const QByteArray &path)
{
    add({path, folderMode, {}, 0, 0});
}

void CpioArchive::addFile(const QByteArray &path, const QByteArray &content, bool executable)
{
    add({path, executable ? executableMode : plainMode, content, 0, 0});
}

void CpioArchive::addConsole()
{
    add({QByteArrayLiteral("dev/console"), consoleMode, {}, 5, 1});
}

QByteArray CpioArchive::finish() &&
{
    m_inode = 0;
    add({QByteArrayLiteral("TRAILER!!!"), 0, {}, 0, 0});
    return std::move(m_bytes);
}

void CpioArchive::add(const Entry &entry)
{
    constexpr int links = 1;
    m_bytes += "070701";
    m_bytes += field(m_inode++) + field(entry.mode) + field(0) + field(0) + field(links) + field(0);
    m_bytes += field(entry.content.size()) + field(0) + field(0);
    m_bytes += field(entry.deviceMajor) + field(entry.deviceMinor) + field(entry.path.size() + 1) + field(0);
    m_bytes += entry.path;
    m_bytes += '\0';
    pad();
    m_bytes += entry.content;
    pad();
}

void CpioArchive::pad()
{
    m_bytes.append((4 - m_bytes.size() % 4) % 4, '\0');
}

Result<QByteArray> buildInitramfs(const InitramfsParts &parts)
{
    const auto agent = readFile(parts.agent);
    const auto pythonKernel = readFile(parts.pythonKernel);
    if (!agent || !pythonKernel)
        return fail(!agent ? agent.error() : pythonKernel.error());
    CpioArchive archive;
    for (const char *folder : {"dev", "modules", "proc", "root", "sys"})
        archive.addFolder(folder);
    archive.addConsole();
    archive.addFile("init", *agent, true);
    archive.addFile("kernel.py", *pythonKernel);
    for (const ImageFile &module : parts.image.modules) {
        const auto content = readFile(parts.imageFolder + u'/' + module.path);
        if (!content)
            return fail(content.error());
        archive.addFile(moduleName(module), *content);
    }
    return std::move(archive).finish();
}

} // namespace glasshouse::sandbox
