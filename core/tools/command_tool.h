// A tool of the project that is a program of this machine: it reads the arguments as JSON from standard input
// and prints its answer. It runs with the rights of the person, outside the sandbox, so a person has to agree
// to exactly this command before its first call, whatever the project says.
#pragma once

#include "core/model/schema_validation.h"
#include "core/model/tool.h"
#include "core/tools/tool.h"

namespace glasshouse {

class CommandTool final : public Tool
{
public:
    CommandTool(ToolDefinition definition, QString projectFolder);

    [[nodiscard]] ToolSpec spec() const override;
    [[nodiscard]] ApprovalMode approvalMode() const override { return m_definition.approval; }
    [[nodiscard]] QString hostCommand() const override;
    [[nodiscard]] QString hostCommandHash() const override; // also of the project's files that it names
    [[nodiscard]] std::optional<QString> whyInvalid(const QJsonObject &arguments) const override;
    [[nodiscard]] std::unique_ptr<ToolJob> start(const ToolInvocation &invocation) override;

private:
    ToolDefinition m_definition;
    QString m_folder;
    ArgumentSchema m_schema;
};

} // namespace glasshouse
