// The saved sandboxes of sessions on disk: which there are, which fit a template, and which have to go.
#pragma once

#include <QString>

namespace glasshouse::sandbox {

class KeptSessions
{
public:
    static constexpr int Most = 4; // each is some hundred MB

    explicit KeptSessions(QString folder) : m_folder(std::move(folder)) {}

    // Where the state of `session`, made from the template in `templateFolder`, belongs. A state must never
    // be restored into another machine or over another root file system than it was saved from.
    [[nodiscard]] QString file(const QString &session, const QString &templateFolder) const;
    [[nodiscard]] bool holds(const QString &session) const; // made from any template
    void remove(const QString &session) const;
    // Removes the oldest until there is room for one more, and what was never finished because a program was
    // killed.
    void makeRoom() const;

private:
    QString m_folder;
};

} // namespace glasshouse::sandbox
