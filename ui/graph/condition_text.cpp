#include "ui/graph/condition_text.h"

#include "core/model/condition.h"

#include <QCoreApplication>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>

namespace glasshouse::ui {

namespace {

constexpr int MostParts = 4, DeepestNesting = 4, LongestValue = 60;

QString tr(const char *text)
{
    return QCoreApplication::translate("Condition", text);
}

QString describe(const QJsonObject &condition, int depth);

QString joined(const QJsonArray &parts, const QString &word, int depth)
{
    QStringList texts;
    for (qsizetype i = 0; i < std::min<qsizetype>(parts.size(), MostParts); ++i)
        texts.append(describe(parts.at(i).toObject(), depth + 1));
    if (parts.size() > MostParts)
        texts.append(QStringLiteral("\u2026"));
    return texts.join(word);
}

QString subject(const QString &path)
{
    return path.isEmpty() || path == u"/text" ? tr("message") : path.sliced(path.startsWith(u'/') ? 1 : 0);
}

QString valueText(const QJsonValue &value)
{
    const auto json = QString::fromUtf8(QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact));
    return (value.isString() ? value.toString() : json.sliced(1).chopped(1)).left(LongestValue);
}

QString describe(const QJsonObject &condition, int depth)
{
    if (depth > DeepestNesting)
        return QStringLiteral("\u2026");
    if (condition.contains(u"and"))
        return joined(condition.value(u"and").toArray(), tr(" and "), depth);
    if (condition.contains(u"or"))
        return joined(condition.value(u"or").toArray(), tr(" or "), depth);
    if (condition.contains(u"not"))
        return tr("not %1").arg(describe(condition.value(u"not").toObject(), depth + 1));
    const QString words = subject(condition.value(u"path").toString()) + u' ' +
                          operatorWords(condition.value(u"operator").toString());
    return condition.contains(u"value") ? QString(words + u' ' + valueText(condition.value(u"value")))
                                        : words;
}

} // namespace

QString operatorWords(const QString &conditionOperator)
{
    using namespace condition_operator;
    const QHash<QString, QString> words{
        {Equals, tr("is")},
        {NotEquals, tr("is not")},
        {Contains, tr("contains")},
        {NotContains, tr("does not contain")},
        {StartsWith, tr("starts with")},
        {EndsWith, tr("ends with")},
        {Matches, tr("matches")},
        {Greater, tr("is greater than")},
        {Less, tr("is less than")},
        {Exists, tr("exists")},
    };
    return words.value(conditionOperator, conditionOperator);
}

QString describeCondition(const QJsonObject &condition)
{
    return condition.isEmpty() ? QString() : describe(condition, 0);
}

} // namespace glasshouse::ui
