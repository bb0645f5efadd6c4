// Fills the placeholders of a demo text with what the tools really printed and the person really wrote.
#pragma once

#include <QString>

namespace glasshouse {

struct DemoFacts
{
    QString toolOutput; // of the last call
    QString input;      // the person's message
    QString reason;     // of a rejection, perhaps empty

    bool operator==(const DemoFacts &) const = default;
};

// Placeholders, each with an optional alternative for when it finds nothing: {{placeholder ?? alternative}}
//   {{tool_output}}  {{input}}  {{reason}}      the whole text
//   {{line:3}}  {{last_line}}                   a line of the tool's output
//   {{match:REGEX}}  {{input_match:REGEX}}      the first match; its group 1 where it has one
[[nodiscard]] QString fillTemplate(const QString &text, const DemoFacts &facts);

} // namespace glasshouse
