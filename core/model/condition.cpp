#include "core/model/condition.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QStringBuilder>

namespace glasshouse {

namespace {

constexpr int MaxDepth = 32; // of groups in groups; a hostile file must not exhaust the stack

std::optional<ConditionFault> check(const QJsonObject &condition, const QString &pointer, int depth);

std::optional<ConditionFault> checkMember(const QJsonValue &member, const QString &pointer, int depth)
{
    if (!member.isObject())
        return ConditionFault{pointer, QStringLiteral("A condition must be an object.")};
    if (member.toObject().isEmpty())
        return ConditionFault{pointer, QStringLiteral("This condition is empty; fill it in or remove it.")};
    return check(member.toObject(), pointer, depth + 1);
}

std::optional<ConditionFault> checkGroup(const QJsonValue &group, const QString &pointer, int depth)
{
    if (!group.isArray() || group.toArray().isEmpty())
        return ConditionFault{pointer, QStringLiteral("A group must be a list with at least one condition.")};
    const auto members = group.toArray();
    for (qsizetype i = 0; i < members.size(); ++i) {
        if (auto fault = checkMember(members.at(i), pointer % u'/' % QString::number(i), depth))
            return fault;
    }
    return std::nullopt;
}

std::optional<ConditionFault> checkValue(const QString &name, const QJsonValue &value, const QString &pointer)
{
    if (name == condition_operator::Exists)
        return std::nullopt;
    if (value.isUndefined())
        return ConditionFault{pointer, QStringLiteral("Enter a value to compare with.")};
    const bool ordered = name == condition_operator::Greater || name == condition_operator::Less;
    if (ordered && !value.isDouble())
        return ConditionFault{pointer, QStringLiteral("\"%1\" compares numbers; enter a number.").arg(name)};
    if (name == condition_operator::Matches) {
        const QRegularExpression expression(value.toString());
        if (!value.isString() || !expression.isValid())
            return ConditionFault{
                pointer, QStringLiteral("Not a valid regular expression: %1.").arg(expression.errorString())};
    }
    return std::nullopt;
}

std::optional<ConditionFault> checkComparison(const QJsonObject &comparison, const QString &pointer)
{
    const auto path = comparison.value(u"path");
    if (!path.isString() || !(path.toString().isEmpty() || path.toString().startsWith(u'/')))
        return ConditionFault{pointer + QStringLiteral("/path"),
                              QStringLiteral("A condition needs a path that begins with /, such as /text.")};
    const auto name = comparison.value(u"operator").toString();
    if (!conditionOperators().contains(name))
        return ConditionFault{pointer + QStringLiteral("/operator"),
                              QStringLiteral("\"%1\" is no operator; use one of: %2.")
                                  .arg(name, conditionOperators().join(QStringLiteral(", ")))};
    return checkValue(name, comparison.value(u"value"), pointer + QStringLiteral("/value"));
}

std::optional<ConditionFault> check(const QJsonObject &condition, const QString &pointer, int depth)
{
    if (depth > MaxDepth)
        return ConditionFault{pointer, QStringLiteral("Conditions are nested too deeply; simplify them.")};
    for (const auto *group : {"and", "or"}) {
        const auto name = QLatin1String(group);
        if (condition.contains(name))
            return checkGroup(condition.value(name), pointer % u'/' % name, depth);
    }
    if (condition.contains(u"not"))
        return checkMember(condition.value(u"not"), pointer + QStringLiteral("/not"), depth);
    return checkComparison(condition, pointer);
}

} // namespace

QStringList conditionOperators()
{
    using namespace condition_operator;
    return {Contains, NotContains, Equals, NotEquals, StartsWith, EndsWith, Matches, Greater, Less, Exists};
}

std::optional<ConditionFault> whyNotACondition(const QJsonObject &condition)
{
    if (condition.isEmpty())
        return std::nullopt;
    return check(condition, {}, 0);
}

} // namespace glasshouse
