// What glasshousectl prints: text for people, or one JSON object per line for programs.
#pragma once

#include "core/trace/event.h"

namespace glasshouse {

void printText(const QString &text);          // standard output, flushed
void printJson(const QJsonObject &object);    // one line on standard output, flushed
void printErrorText(const QString &text);     // standard error, flushed
void printNote(const QString &text);          // standard error, a line
void printError(const Error &error, bool asJson); // standard error; as JSON also the result line

// Prints a run's events as they happen.
class EventPrinter
{
public:
    explicit EventPrinter(bool asJson) : m_asJson(asJson) {}
    void print(const trace::Event &event);

private:
    void printForPeople(const trace::Event &event);
    void startLine();

    bool m_asJson;
    bool m_atLineStart = true;
};

// Code and output come from a model and a guest: control characters (escape sequences, bidi overrides) are
// shown as \x1b or \u202e and never reach the terminal.
[[nodiscard]] QString terminalSafe(const QString &text);

} // namespace glasshouse
