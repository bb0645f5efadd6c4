// Tables and columns of the store, and how an older file becomes a current one.
#pragma once

#include <QLatin1String>
#include <QStringList>
#include <QVector>

namespace glasshouse::schema {

namespace table {
inline constexpr QLatin1String Threads("threads");
inline constexpr QLatin1String Runs("runs");
inline constexpr QLatin1String Events("events");
inline constexpr QLatin1String Checkpoints("checkpoints");
inline constexpr QLatin1String Approvals("approvals");
inline constexpr QLatin1String Remembered("remembered_approvals");
} // namespace table

namespace column {
inline constexpr QLatin1String Id("id");
inline constexpr QLatin1String Project("project");
inline constexpr QLatin1String Title("title");
inline constexpr QLatin1String Agent("agent");
inline constexpr QLatin1String Workflow("workflow");
inline constexpr QLatin1String Pinned("pinned");
inline constexpr QLatin1String CreatedMs("created_ms");
inline constexpr QLatin1String UpdatedMs("updated_ms");
inline constexpr QLatin1String Thread("thread");
inline constexpr QLatin1String Name("name");
inline constexpr QLatin1String Kind("kind");
inline constexpr QLatin1String Status("status");
inline constexpr QLatin1String StartedMs("started_ms");
inline constexpr QLatin1String FinishedMs("finished_ms");
inline constexpr QLatin1String Run("run");
inline constexpr QLatin1String Sequence("sequence");
inline constexpr QLatin1String TimeMs("time_ms");
inline constexpr QLatin1String Type("type");
inline constexpr QLatin1String Node("node");
inline constexpr QLatin1String Occurrence("occurrence");
inline constexpr QLatin1String Data("data");
inline constexpr QLatin1String Step("step");
inline constexpr QLatin1String State("state");
inline constexpr QLatin1String Tool("tool");
inline constexpr QLatin1String Request("request");
inline constexpr QLatin1String Decision("decision");
inline constexpr QLatin1String Verdict("verdict");
inline constexpr QLatin1String ShownCode("shown_code");
inline constexpr QLatin1String ShownSha256("shown_sha256");
inline constexpr QLatin1String ApprovedCode("approved_code");
inline constexpr QLatin1String ApprovedSha256("approved_sha256");
inline constexpr QLatin1String RequestedMs("requested_ms");
inline constexpr QLatin1String DecidedMs("decided_ms");
inline constexpr QLatin1String Sha256("sha256");
} // namespace column

// Kept in "PRAGMA user_version". A file with a higher number was written by a newer Glasshouse.
[[nodiscard]] int currentVersion();

// What turns a file of version `from` into one of version `from` + 1; 0 is an empty file.
[[nodiscard]] QStringList migration(int from);

} // namespace glasshouse::schema
