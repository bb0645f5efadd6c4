// A tree of files in memory, with quotas: what a shared folder should do, as simply as it can be said.
#pragma once

#include "sandbox/files/outcome.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace glasshouse::sandbox {

class FileModel
{
public:
    using Content = std::shared_ptr<std::string>;

    FileModel(std::uint64_t maxBytes, std::uint64_t maxFiles) : m_maxBytes(maxBytes), m_maxFiles(maxFiles) {}

    [[nodiscard]] std::vector<std::string> folders() const { return {m_folders.begin(), m_folders.end()}; }
    [[nodiscard]] const std::map<std::string, Content> &files() const { return m_files; }
    [[nodiscard]] std::vector<std::string> namesIn(const std::string &folder) const
    {
        std::vector<std::string> names;
        for (const std::string &path : paths())
            if (!path.empty() && parentOf(path) == folder)
                names.push_back(path.substr(path.rfind('/') + 1));
        std::sort(names.begin(), names.end());
        return names;
    }

    [[nodiscard]] bool isOpen(std::uint32_t fid) const { return m_open.contains(fid); }
    void close(std::uint32_t fid) { m_open.erase(fid); }

    std::uint32_t open(std::uint32_t fid, const std::string &path, bool truncates)
    {
        if (const auto error = parentProblem(path))
            return error;
        if (m_folders.contains(path))
            return code(Errno::IsFolder);
        if (!m_files.contains(path))
            return code(Errno::NoEntry);
        m_open[fid] = m_files[path];
        if (truncates)
            m_open[fid]->clear();
        return 0;
    }
    std::uint32_t create(std::uint32_t fid, const std::string &path, bool exclusive)
    {
        if (const auto error = parentProblem(path))
            return error;
        if (!m_files.contains(path) && !m_folders.contains(path)) {
            if (isFullOfFiles())
                return code(Errno::NoSpace);
            m_files[path] = std::make_shared<std::string>();
        } else if (exclusive) {
            return code(Errno::Exists);
        }
        return open(fid, path, false);
    }
    std::uint32_t write(std::uint32_t fid, std::uint64_t offset, const std::string &data)
    {
        if (data.empty())
            return 0;
        std::string &content = *m_open[fid];
        const std::uint64_t end = offset + data.size();
        if (end > content.size() && usedBytes() + end - content.size() > m_maxBytes)
            return code(Errno::NoSpace);
        if (end > content.size())
            content.resize(end);
        content.replace(offset, data.size(), data);
        return 0;
    }
    [[nodiscard]] std::string read(std::uint32_t fid, std::uint64_t offset, std::size_t count)
    {
        const std::string &content = *m_open[fid];
        return offset >= content.size() ? std::string() : content.substr(offset, count);
    }
    [[nodiscard]] std::uint64_t sizeOf(std::uint32_t fid) { return m_open[fid]->size(); }
    std::uint32_t resize(std::uint32_t fid, std::uint64_t size)
    {
        std::string &content = *m_open[fid];
        if (size > content.size() && usedBytes() + size - content.size() > m_maxBytes)
            return code(Errno::NoSpace);
        content.resize(size);
        return 0;
    }

    std::uint32_t makeFolder(const std::string &path)
    {
        if (m_files.contains(path) || m_folders.contains(path))
            return code(Errno::Exists);
        if (isFullOfFiles())
            return code(Errno::NoSpace);
        m_folders.insert(path);
        return 0;
    }
    std::uint32_t remove(const std::string &path)
    {
        if (m_folders.contains(path))
            return code(Errno::IsFolder);
        return m_files.erase(path) ? 0 : code(Errno::NoEntry);
    }
    std::uint32_t removeFolder(const std::string &path)
    {
        if (m_files.contains(path))
            return code(Errno::NotFolder);
        if (!m_folders.contains(path))
            return code(Errno::NoEntry);
        if (!namesIn(path).empty())
            return code(Errno::NotEmpty);
        m_folders.erase(path);
        return 0;
    }
    // As rename(2) on Linux.
    std::uint32_t rename(const std::string &from, const std::string &to)
    {
        const bool isFolder = m_folders.contains(from);
        if (!isFolder && !m_files.contains(from))
            return code(Errno::NoEntry);
        if (from == to)
            return 0;
        if (to.starts_with(from + "/"))
            return code(Errno::Invalid);
        if (from.starts_with(to + "/"))
            return code(Errno::NotEmpty);
        if (m_folders.contains(to) && !isFolder)
            return code(Errno::IsFolder);
        if (m_files.contains(to) && isFolder)
            return code(Errno::NotFolder);
        if (m_folders.contains(to) && !namesIn(to).empty())
            return code(Errno::NotEmpty);
        move(from, to);
        return 0;
    }

private:
    static std::uint32_t code(Errno error) { return static_cast<std::uint32_t>(error); }
    static std::string parentOf(const std::string &path)
    {
        const auto slash = path.rfind('/');
        return slash == std::string::npos ? std::string() : path.substr(0, slash);
    }
    [[nodiscard]] std::uint32_t parentProblem(const std::string &path) const
    {
        return m_folders.contains(parentOf(path)) ? 0 : code(Errno::NoEntry);
    }
    [[nodiscard]] std::vector<std::string> paths() const
    {
        std::vector<std::string> all(m_folders.begin(), m_folders.end());
        for (const auto &[path, content] : m_files)
            all.push_back(path);
        return all;
    }
    [[nodiscard]] bool isFullOfFiles() const { return m_files.size() + m_folders.size() - 1 >= m_maxFiles; }
    // Of what has a name or is open.
    [[nodiscard]] std::uint64_t usedBytes() const
    {
        std::set<const std::string *> contents;
        for (const auto &[path, content] : m_files)
            contents.insert(content.get());
        for (const auto &[fid, content] : m_open)
            contents.insert(content.get());
        std::uint64_t bytes = 0;
        for (const std::string *content : contents)
            bytes += content->size();
        return bytes;
    }
    void move(const std::string &from, const std::string &to)
    {
        const auto moved = [&](const std::string &path) {
            return path == from || path.starts_with(from + "/") ? to + path.substr(from.size()) : path;
        };
        m_files.erase(to);
        std::map<std::string, Content> files;
        for (auto &[path, content] : m_files)
            files[moved(path)] = content;
        m_files = std::move(files);
        std::set<std::string> folders;
        for (const std::string &path : m_folders)
            folders.insert(moved(path));
        m_folders = std::move(folders);
    }

    std::uint64_t m_maxBytes, m_maxFiles;
    std::map<std::string, Content> m_files;
    std::set<std::string> m_folders{""};
    std::map<std::uint32_t, Content> m_open;
};

} // namespace glasshouse::sandbox
