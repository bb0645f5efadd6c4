// A thread as a person reads it: a pure value, folded from trace events, live and restored alike.
#pragma once

#include "core/model/message.h"
#include "core/trace/event.h"
#include "ui/chat/nested_calls.h"

#include <QVector>

#include <variant>

namespace glasshouse::ui {

struct UserText
{
    QString text;

    bool operator==(const UserText &) const = default;
};

struct AssistantText
{
    QString author;
    QString text;
    bool streaming = false;
    bool scripted = false; // said by the offline demo

    bool operator==(const AssistantText &) const = default;
};

enum class ToolPhase {
    Requested,
    WaitingForPerson,
    Approved,
    Waiting,
    Running,
    Done,
    Failed,
    Rejected,
    Cancelled
};

struct ToolCard
{
    QString author;
    bool scripted = false; // asked for by the offline demo
    QString call;
    QString tool;
    QString language;
    QString code;
    QString arguments; // pretty JSON of what will run (or was asked for), without the code
    ToolPhase phase = ToolPhase::Requested;
    QString approval;  // id, while there is something to decide and after
    QString decidedBy; // person, policy, option
    bool edited = false;
    QString reason; // of a rejection, or what it waits for
    QString output; // what the code printed; capped
    qint64 droppedCharacters = 0;
    QString answer;  // what went back to the model
    QString outcome; // as in exec_finished
    int exitCode = 0;
    qint64 durationMs = -1;
    QVector<Artifact> artifacts;
    QStringList refused; // "name: reason"
    NestedCalls nested;  // that its code has made

    bool operator==(const ToolCard &) const = default;
    [[nodiscard]] int lineCount() const;
    [[nodiscard]] bool isOpen() const; // neither done nor failed yet
};

struct Notice
{
    bool isError = false;
    QString text;

    bool operator==(const Notice &) const = default;
};

enum class SectionPhase { Queued, Running, Done, Failed };

// The heading of everything that one execution of a workflow node said and did.
struct NodeSection
{
    QString node;
    int occurrence = 1;
    SectionPhase phase = SectionPhase::Queued;
    qint64 durationMs = -1;
    QString error;

    bool operator==(const NodeSection &) const = default;
};

struct RunEnd
{
    QString status; // completed, failed, cancelled
    QString stopReason;
    QString error;
    Usage usage;
    qint64 durationMs = 0;

    bool operator==(const RunEnd &) const = default;
};

using ItemContent = std::variant<UserText, AssistantText, ToolCard, Notice, NodeSection, RunEnd>;

struct ConversationItem
{
    int key = 0;      // never reused
    int revision = 0; // grows with every change
    QString run;
    QString node;
    int occurrence = 0;
    qint64 timeMs = 0;
    ItemContent content;

    bool operator==(const ConversationItem &) const = default;
};

struct Conversation
{
    QVector<ConversationItem> items;
    QString run; // the one going on, else the last
    bool running = false;
    bool scripted = false;
    QString agent;    // who speaks outside of nodes
    QString activity; // "Waiting for the model", while nothing else shows life
    qint64 startedMs = 0;
    int nextKey = 1;

    bool operator==(const Conversation &) const = default;
};

inline constexpr int OutputCharacterLimit = 64 * 1024; // of one tool card; the Glass dock keeps more

void fold(Conversation &conversation, const trace::Event &event);

// What Export writes.
[[nodiscard]] QString toMarkdown(const Conversation &conversation, const QString &title);

} // namespace glasshouse::ui
