// Splits a message's Markdown into pieces that are laid out on their own: prose and fenced code.
#pragma once

#include <QString>
#include <QVector>

namespace glasshouse::ui {

struct MarkdownSegment
{
    bool isCode = false;
    QString text;
    QString language; // of code: the first word after the fence

    bool operator==(const MarkdownSegment &) const = default;
};

// Long prose is also split at blank lines, so that a streamed answer only lays out its last piece again.
[[nodiscard]] QVector<MarkdownSegment> splitMarkdown(QStringView text);

} // namespace glasshouse::ui
