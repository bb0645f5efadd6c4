// A project: a folder of small JSON files, loaded as one value.
#pragma once

#include "core/model/agent.h"
#include "core/model/sandbox_profile.h"
#include "core/model/tool.h"
#include "core/model/workflow.h"

namespace glasshouse {

struct Project
{
    QString folder; // absolute; not part of the files
    QString name;
    QString title;
    QString description;
    ModelRef defaultModel{QStringLiteral("demo"), {}};
    QString defaultSandbox;
    QVector<Agent> agents;
    QVector<ToolDefinition> tools;
    QVector<Workflow> workflows;
    QVector<SandboxProfile> sandboxes;
    QJsonObject extra;

    bool operator==(const Project &) const = default;
    // glasshouse.json only: everything else has files of its own (core/model/project_files.h).
    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static Result<Project> fromJson(const QJsonObject &json);

    [[nodiscard]] const Agent *agent(QStringView agentName) const; // nullptr if absent
    [[nodiscard]] const Workflow *workflow(QStringView workflowName) const;
    [[nodiscard]] const ToolDefinition *tool(QStringView toolName) const;
    [[nodiscard]] const SandboxProfile *sandbox(QStringView profileName) const;

    // The agent's own profile, else the project's default, else a default-constructed one.
    [[nodiscard]] SandboxProfile sandboxFor(const Agent &agent) const;
    // The agent's own model reference with the gaps filled from the project's default.
    [[nodiscard]] ModelRef modelFor(const Agent &agent) const;
};

} // namespace glasshouse
