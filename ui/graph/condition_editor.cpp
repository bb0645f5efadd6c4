#include "ui/graph/condition_editor.h"

#include "core/model/condition.h"
#include "ui/common/widgets.h"
#include "ui/graph/condition_text.h"
#include "ui/graph/inspector_section.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLineEdit>
#include <QSignalBlocker>

namespace glasshouse::ui {

namespace {

const QString MessageText = QStringLiteral("/text");

bool isGroup(const QJsonObject &condition)
{
    return condition.contains(u"and") || condition.contains(u"or") || condition.contains(u"not");
}

// "greater" and "less" compare numbers; everywhere else what is typed is text.
QJsonValue valueFor(const QString &conditionOperator, const QString &text)
{
    bool isNumber = false;
    const auto number = text.toDouble(&isNumber);
    const bool wantsNumber =
        conditionOperator == condition_operator::Greater || conditionOperator == condition_operator::Less;
    return wantsNumber && isNumber ? QJsonValue(number) : QJsonValue(text);
}

} // namespace

ConditionEditor::ConditionEditor(const Theme *theme, QWidget *parent)
    : QWidget(parent), m_path(new QLineEdit(this)), m_operator(new QComboBox(this)),
      m_value(new QLineEdit(this)), m_group(new ToneLabel(theme, ColorRole::TextDim, {}, this))
{
    m_path->setPlaceholderText(MessageText);
    m_path->setToolTip(tr("What to look at: /text is the message, /author who wrote it, /json/\u2026 a field "
                          "of a JSON message"));
    m_path->setAccessibleName(tr("What to look at"));
    m_operator->setAccessibleName(tr("Comparison"));
    m_value->setAccessibleName(tr("Value to compare with"));
    m_value->setPlaceholderText(tr("value"));
    for (const auto &each : conditionOperators())
        m_operator->addItem(operatorWords(each), each);
    m_operator->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_operator->setMinimumContentsLength(10);
    m_group->setWordWrap(true);
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(metric::Tight);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    grid->addWidget(m_path, 0, 0);
    grid->addWidget(m_operator, 0, 1);
    grid->addWidget(m_value, 1, 0, 1, 2);
    grid->addWidget(m_group, 2, 0, 1, 2);
    connect(m_path, &QLineEdit::textEdited, this, &ConditionEditor::report);
    connect(m_value, &QLineEdit::textEdited, this, &ConditionEditor::report);
    connect(m_operator, &QComboBox::activated, this, &ConditionEditor::report);
}

void ConditionEditor::setCondition(const QJsonObject &condition)
{
    const bool group = isGroup(condition);
    m_groupCondition = group ? condition : QJsonObject();
    m_group->setText(tr("%1. Groups are edited in the workflow's file.").arg(describeCondition(condition)));
    m_group->setVisible(group);
    for (QWidget *field : {static_cast<QWidget *>(m_path), static_cast<QWidget *>(m_operator),
                           static_cast<QWidget *>(m_value)})
        field->setVisible(!group);
    if (group || condition == this->condition())
        return;
    const auto name = condition.value(u"operator").toString();
    showText(m_path, condition.value(u"path").toString(MessageText));
    if (m_operator->findData(name) < 0)
        m_operator->addItem(name, name);
    m_operator->setCurrentIndex(m_operator->findData(name));
    const auto value = condition.value(u"value");
    showText(m_value,
             value.isDouble() ? QString::number(value.toDouble(), 'g', 15) : value.toVariant().toString());
    m_value->setVisible(name != condition_operator::Exists);
}

QJsonObject ConditionEditor::condition() const
{
    if (!m_groupCondition.isEmpty())
        return m_groupCondition;
    const auto name = m_operator->currentData().toString();
    QJsonObject result{{QStringLiteral("path"), m_path->text().isEmpty() ? MessageText : m_path->text()},
                       {QStringLiteral("operator"), name}};
    if (name != condition_operator::Exists)
        result.insert(QStringLiteral("value"), valueFor(name, m_value->text()));
    return result;
}

void ConditionEditor::report()
{
    m_value->setVisible(m_operator->currentData().toString() != condition_operator::Exists);
    Q_EMIT conditionEdited(condition());
}

} // namespace glasshouse::ui
