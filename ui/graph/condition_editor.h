// Edits one comparison: what to look at, how, and with what. Groups are shown in words and can be replaced.
#pragma once

#include <QJsonObject>
#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;

namespace glasshouse::ui {

class Theme;

class ConditionEditor : public QWidget
{
    Q_OBJECT

public:
    ConditionEditor(const Theme *theme, QWidget *parent);

    void setCondition(const QJsonObject &condition);
    [[nodiscard]] QJsonObject condition() const;

Q_SIGNALS:
    void conditionEdited(const QJsonObject &condition);

private:
    void report();

    QLineEdit *m_path;
    QComboBox *m_operator;
    QLineEdit *m_value;
    QLabel *m_group;
    QJsonObject m_groupCondition; // not empty: a group, kept as it is
};

} // namespace glasshouse::ui
