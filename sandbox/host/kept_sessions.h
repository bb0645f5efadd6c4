// The saved sandboxes of sessions on disk: which there are, which fit a template, and which have to go.
#pragma once

#include "sandbox/host/template_snapshot.h"

namespace glasshouse::sandbox {

[[nodiscard]] QString keptFolder(const QString &templates);

class KeptSessions
{
public:
    static constexpr int Most = 4; // each is some hundred MB

    explicit KeptSessions(QString folder) : m_folder(std::move(folder)) {}

    // Where the state of `session` belongs, of which only what differs from the template `made` is saved. It
    // must never be restored into another machine, over another root file system or over another memory.
    [[nodiscard]] QString file(const QString &session, const Template &made) const;
    [[nodiscard]] bool holds(const QString &session) const; // made from any template
    void remove(const QString &session) const;
    void removeMadeFrom(const Template &made) const;
    // Removes the oldest until there is room for one more, and what was never finished because a program was
    // killed.
    void makeRoom() const;

private:
    QString m_folder;
};

} // namespace glasshouse::sandbox
