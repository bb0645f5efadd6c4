// What running code has called: part of the card of its call.
#pragma once

#include "core/trace/event.h"

#include <QString>
#include <QVector>

namespace glasshouse::ui {

struct NestedCall
{
    enum class Phase { WaitingForPerson, Running, Done, Failed, Rejected, Cancelled };

    QString call;
    QString tool;
    QString arguments; // one line of JSON, cut
    Phase phase = Phase::Running;
    QString approval; // id, if somebody was asked
    QString answer;   // one line, cut: what the code got, or why it got nothing
    qint64 durationMs = -1;

    bool operator==(const NestedCall &) const = default;
};

struct NestedCalls
{
    QVector<NestedCall> calls; // bounded by what the trace tells one by one
    qint64 counted = 0;        // more of them, told as a number
    qint64 countedFailed = 0;

    bool operator==(const NestedCalls &) const = default;
    [[nodiscard]] bool isEmpty() const { return calls.isEmpty() && counted == 0; }
    [[nodiscard]] qint64 count() const { return calls.size() + counted; }
    [[nodiscard]] QVector<NestedCall> waiting() const;
};

// Events of calls with a parent, and tool_calls_counted.
void fold(NestedCalls &calls, const trace::Event &event);
void closeOpen(NestedCalls &calls); // the run ended

// "weather {"city":"Rome"} -> 21 (12 ms)", a line each but for those that wait.
[[nodiscard]] QString nestedCallsText(const NestedCalls &calls);

} // namespace glasshouse::ui
