// The snapshots of sandboxes on disk: what there is, where it belongs, and which have to go.
#pragma once

#include "core/base/result.h"
#include "sandbox/host/session_snapshot.h"
#include "sandbox/host/template_snapshot.h"

#include <QVector>

#include <optional>

namespace glasshouse::sandbox {

[[nodiscard]] QString snapshotFolder(const QString &templates);

// The state of one is what differs from its template, so it fits that very template only.
class SnapshotStore
{
public:
    static constexpr int Most = 20;
    static constexpr qint64 MostBytes = 4LL << 30;

    explicit SnapshotStore(QString folder) : m_folder(std::move(folder)) {}

    [[nodiscard]] QVector<SessionSnapshot> list() const; // newest first
    [[nodiscard]] std::optional<SessionSnapshot> find(const QString &id) const;

    // Where the state belongs that is to become the snapshot `id`.
    [[nodiscard]] QString stateFile(const QString &id, const Template &made) const;
    // The state is there: from now on the snapshot is. The oldest make room for it.
    [[nodiscard]] Result<SessionSnapshot> add(SessionSnapshot snapshot, const Template &made) const;
    void remove(const QString &id) const;

    // Whether a snapshot needs the template in this folder.
    [[nodiscard]] bool needs(const QString &templateFolder) const;

private:
    void makeRoom() const;
    void removeAbandoned() const;

    QString m_folder;
};

} // namespace glasshouse::sandbox
