// The allow-list as a person edits it: what was typed becomes a rule or a sentence about what is wrong.
#pragma once

#include "core/model/sandbox_access.h"

namespace glasshouse::ui {

// `methods` like "get, POST"; empty allows all of them.
[[nodiscard]] Result<AllowRule> ruleFromText(const QString &target, const QString &methods);

// Why a project cannot have the rule although it can be read; nothing if it can.
[[nodiscard]] std::optional<QString> whyNotForProjects(const AllowRule &rule);

// With the rule at its end. A target that is there already gets the rule's methods too.
[[nodiscard]] QVector<AllowRule> withRule(const QVector<AllowRule> &rules, const AllowRule &rule);

[[nodiscard]] QString methodsText(const AllowRule &rule); // "all methods", "GET, POST"
[[nodiscard]] QString ruleText(const AllowRule &rule);    // "a.example", "a.example (GET)": for buttons

} // namespace glasshouse::ui
