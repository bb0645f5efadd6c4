// What is wrong with a project beyond its syntax: the rows of Problems and the badges on nodes.
#pragma once

#include "core/model/project.h"

namespace glasshouse {

struct Problem
{
    enum class Severity { Error, Warning };

    Severity severity = Severity::Error;
    QString file;    // relative to the project folder
    QString pointer; // JSON pointer (RFC 6901) in that file
    QString node;    // node id where it concerns one, else empty
    QString message; // a sentence: what is wrong and what to do

    bool operator==(const Problem &) const = default;
};

// Unknown agents and tools, unreachable nodes, no start, several starts, fan-in with one source, a cycle
// without an exit, an empty agent, duplicate ids, node kinds that this version cannot run.
[[nodiscard]] QVector<Problem> validate(const Project &project, const QStringList &builtInTools);

} // namespace glasshouse
