// execute_code and execute_bash: tools that run what the model wrote, through a CodeRunner.
#pragma once

#include "core/tools/tool.h"

namespace glasshouse {

class CodeTool final : public Tool
{
public:
    struct Description
    {
        ToolSpec spec;
        QString codeArgument;
        QString fixedLanguage; // empty: the argument "language" says, python if it does not
    };

    CodeTool(Description description, CodeRunner &runner); // the runner outlives the tool

    [[nodiscard]] ToolSpec spec() const override { return m_description.spec; }
    [[nodiscard]] ApprovalMode approvalMode() const override { return ApprovalMode::AlwaysRequire; }
    [[nodiscard]] QString codeArgument() const override { return m_description.codeArgument; }
    [[nodiscard]] QString language(const QJsonObject &arguments) const override;
    [[nodiscard]] QJsonObject canonical(const QJsonObject &arguments) const override;
    [[nodiscard]] std::optional<QString> whyInvalid(const QJsonObject &arguments) const override;
    [[nodiscard]] std::unique_ptr<ToolJob> start(const ToolInvocation &invocation) override;

private:
    [[nodiscard]] bool isArgument(const QString &name) const;

    Description m_description;
    CodeRunner &m_runner;
};

[[nodiscard]] CodeTool::Description executeCodeDescription();
[[nodiscard]] CodeTool::Description executeBashDescription();

} // namespace glasshouse
