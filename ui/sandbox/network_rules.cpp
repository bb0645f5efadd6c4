#include "ui/sandbox/network_rules.h"

#include "sandbox/gateway/address_class.h"
#include "sandbox/gateway/allow_list.h"

#include <QCoreApplication>

namespace glasshouse::ui {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("NetworkRules", text);
}

AllowRule toRule(const gateway::AllowEntry &entry)
{
    return {entry.target.toString(), entry.methods.value_or(QStringList())};
}

Result<gateway::AllowEntry> toEntry(const AllowRule &rule)
{
    const auto methods = rule.methods.isEmpty() ? std::nullopt : std::optional(rule.methods);
    return gateway::parseAllowEntry(rule.target, methods);
}

} // namespace

Result<AllowRule> ruleFromText(const QString &target, const QString &methods)
{
    AllowRule typed{target.trimmed(), {}};
    if (!methods.trimmed().isEmpty())
        typed.methods = methods.split(u',');
    const auto entry = toEntry(typed);
    if (!entry)
        return fail(entry.error());
    const AllowRule rule = toRule(*entry);
    if (const auto why = whyNotForProjects(rule))
        return fail(*why);
    return rule;
}

std::optional<QString> whyNotForProjects(const AllowRule &rule)
{
    const auto entry = toEntry(rule);
    if (!entry || !gateway::isOfThisNetwork(entry->target.host))
        return std::nullopt;
    return tr("%1 is an address of this machine or its network; a project cannot open that.")
        .arg(entry->target.host.name);
}

QVector<AllowRule> withRule(const QVector<AllowRule> &rules, const AllowRule &rule)
{
    const auto added = toEntry(rule);
    QVector<AllowRule> result = rules;
    for (AllowRule &known : result) {
        const auto entry = toEntry(known);
        if (added && entry && entry->target == added->target) {
            known = toRule(gateway::AllowList({*entry}).with(*added).entries().first());
            return result;
        }
    }
    result.append(rule);
    return result;
}

QString methodsText(const AllowRule &rule)
{
    return rule.methods.isEmpty() ? tr("all methods") : rule.methods.join(QStringLiteral(", "));
}

QString ruleText(const AllowRule &rule)
{
    return rule.methods.isEmpty() ? rule.target
                                  : tr("%1 (%2)").arg(rule.target, rule.methods.join(QStringLiteral(", ")));
}

} // namespace glasshouse::ui
