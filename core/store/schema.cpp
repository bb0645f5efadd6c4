#include "core/store/schema.h"

namespace glasshouse::schema {

namespace {

// Statements that were released are never changed: append the next version.
const QVector<QStringList> &migrations()
{
    static const QVector<QStringList> all{{
        QStringLiteral(
            "CREATE TABLE threads (id TEXT PRIMARY KEY, project TEXT NOT NULL, title TEXT NOT NULL, "
            "agent TEXT NOT NULL, workflow TEXT NOT NULL, pinned INTEGER NOT NULL, "
            "created_ms INTEGER NOT NULL, updated_ms INTEGER NOT NULL) WITHOUT ROWID"),
        QStringLiteral("CREATE INDEX threads_of_project ON threads (project)"),

        QStringLiteral("CREATE TABLE runs (id TEXT PRIMARY KEY, thread TEXT NOT NULL, project TEXT NOT NULL, "
                       "name TEXT NOT NULL, kind TEXT NOT NULL, status TEXT NOT NULL, "
                       "started_ms INTEGER NOT NULL, finished_ms INTEGER NOT NULL) WITHOUT ROWID"),
        QStringLiteral("CREATE INDEX runs_of_thread ON runs (thread)"),
        QStringLiteral("CREATE INDEX runs_of_project ON runs (project, started_ms)"),
        QStringLiteral("CREATE INDEX runs_unfinished ON runs (started_ms) WHERE finished_ms = 0"),

        QStringLiteral(
            "CREATE TABLE events (run TEXT NOT NULL, sequence INTEGER NOT NULL, "
            "time_ms INTEGER NOT NULL, type TEXT NOT NULL, node TEXT NOT NULL, "
            "occurrence INTEGER NOT NULL, data TEXT NOT NULL, PRIMARY KEY (run, sequence)) WITHOUT ROWID"),

        QStringLiteral("CREATE TABLE checkpoints (run TEXT NOT NULL, step INTEGER NOT NULL, "
                       "created_ms INTEGER NOT NULL, state TEXT NOT NULL, PRIMARY KEY (run, step))"),

        QStringLiteral(
            "CREATE TABLE approvals (id TEXT PRIMARY KEY, run TEXT NOT NULL, thread TEXT NOT NULL, "
            "tool TEXT NOT NULL, request TEXT NOT NULL, decision TEXT NOT NULL, verdict TEXT NOT NULL, "
            "shown_code TEXT NOT NULL, shown_sha256 TEXT NOT NULL, approved_code TEXT NOT NULL, "
            "approved_sha256 TEXT NOT NULL, requested_ms INTEGER NOT NULL, decided_ms INTEGER NOT NULL)"),
        QStringLiteral("CREATE INDEX approvals_of_run ON approvals (run)"),
        QStringLiteral("CREATE INDEX approvals_of_thread ON approvals (thread, tool, decided_ms)"),

        QStringLiteral("CREATE TABLE remembered_approvals (id TEXT PRIMARY KEY, project TEXT NOT NULL, "
                       "thread TEXT NOT NULL, tool TEXT NOT NULL, sha256 TEXT NOT NULL, "
                       "created_ms INTEGER NOT NULL) WITHOUT ROWID"),
    }};
    return all;
}

} // namespace

int currentVersion()
{
    return static_cast<int>(migrations().size());
}

QStringList migration(int from)
{
    return migrations().value(from);
}

} // namespace glasshouse::schema
