#include "ui/common/command_row.h"

#include "ui/common/widgets.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLineEdit>

namespace glasshouse::ui {

CommandRow::CommandRow(const Theme *theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_command(new QLineEdit(this)),
      m_copy(makeButton(tr("Copy"), ButtonKind::Plain, this))
{
    m_command->setReadOnly(true);
    m_command->setFont(theme->codeFont());
    m_command->setAccessibleName(tr("Command to run in a terminal"));
    m_copy->setAccessibleName(tr("Copy the command"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->setSpacing(metric::Small);
    row->addWidget(m_command, 1);
    row->addWidget(m_copy);
    connect(m_copy, &QPushButton::clicked, this, &CommandRow::copy);
    setCommand({});
}

void CommandRow::setCommand(const QString &command)
{
    setVisible(!command.isEmpty());
    if (!command.isEmpty() && command == m_command->text())
        return; // the button may just be saying that it was copied
    m_command->setText(command);
    m_command->setCursorPosition(0);
    m_copy->setText(tr("Copy"));
    m_copy->setIcon(m_theme->icon(u"copy"));
}

QString CommandRow::command() const
{
    return m_command->text();
}

void CommandRow::copy()
{
    QGuiApplication::clipboard()->setText(m_command->text());
    m_copy->setText(tr("Copied"));
    m_copy->setIcon(m_theme->icon(u"check", ColorRole::Done));
}

} // namespace glasshouse::ui
