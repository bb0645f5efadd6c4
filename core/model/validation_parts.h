// The parts of validate(). Inside core/model only.
#pragma once

#include "core/model/validation.h"

namespace glasshouse {

// Problems of one file, in the order in which they are found.
class ProblemList
{
public:
    explicit ProblemList(const QString &file) : m_file(file) {}

    void error(const QString &pointer, const QString &message, const QString &node = {})
    {
        m_problems.append({Problem::Severity::Error, m_file, pointer, node, message});
    }

    void warning(const QString &pointer, const QString &message, const QString &node = {})
    {
        m_problems.append({Problem::Severity::Warning, m_file, pointer, node, message});
    }

    [[nodiscard]] const QVector<Problem> &problems() const { return m_problems; }

private:
    QString m_file;
    QVector<Problem> m_problems;
};

[[nodiscard]] QVector<Problem> validateWorkflow(const Workflow &workflow, const Project &project);

} // namespace glasshouse
