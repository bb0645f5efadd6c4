// Hints at what code is about to do, found by looking for words: not a proof, and shown as "mentions".
#pragma once

#include <QString>
#include <QVector>

namespace glasshouse::ui {

struct CodeMention
{
    enum class Kind { Output, Input, Network, Tool, Process, Deletion };

    Kind kind = Kind::Output;
    QString what; // "/output/trend.png", "requests", "fetch_regions"

    bool operator==(const CodeMention &) const = default;
};

// In the order of Kind, without repeats, at most four of each kind.
[[nodiscard]] QVector<CodeMention> mentionsIn(const QString &code);

} // namespace glasshouse::ui
