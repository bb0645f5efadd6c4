// One file or folder in the tree of what a sandbox sees.
#pragma once

#include "sandbox/files/host_file.h"
#include "ui/sandbox/file_words.h"

#include <QHash>

#include <memory>
#include <optional>
#include <vector>

namespace glasshouse::ui {

struct FileNode
{
    enum class Content { Unknown, Wanted, Known, Unreadable };

    QString name; // of a root: its place in the sandbox
    FileNode *parent = nullptr;
    int row = 0;
    std::vector<std::unique_ptr<FileNode>> children;
    QHash<QString, FileNode *> byName;
    SeenTouch last;
    bool isTouched = false;
    int touches = 0; // below and at it
    int refused = 0; // below and at it
    qsizetype artifact = -1;

    std::optional<sandbox::EntryKind> kind; // none before its folder was looked into
    quint64 size = 0;
    Content content = Content::Unknown; // of a folder
    qint64 more = 0;                    // in the folder, but not in the tree
    bool isListed = false;              // it came with its folder's content

    [[nodiscard]] bool isFolder() const { return kind == sandbox::EntryKind::Folder || !children.empty(); }

    FileNode *append(const QString &childName)
    {
        auto node = std::make_unique<FileNode>();
        node->name = childName;
        node->parent = this;
        node->row = int(children.size());
        byName.insert(childName, node.get());
        children.push_back(std::move(node));
        return children.back().get();
    }

    void removeAt(int at)
    {
        byName.remove(children[std::size_t(at)]->name);
        children.erase(children.begin() + at);
        for (std::size_t i = std::size_t(at); i < children.size(); ++i)
            children[i]->row = int(i);
    }
};

} // namespace glasshouse::ui
