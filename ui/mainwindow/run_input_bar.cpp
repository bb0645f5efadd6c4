#include "ui/mainwindow/run_input_bar.h"

#include "ui/common/widgets.h"

#include <QCompleter>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QStringListModel>

namespace glasshouse::ui {

RunInputBar::RunInputBar(const Theme *theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_label(new ToneLabel(theme, ColorRole::TextDim, {}, this)),
      m_field(new QLineEdit(this))
{
    m_label->setTextFormat(Qt::PlainText);
    m_field->setPlaceholderText(tr("What should the workflow work on?"));
    m_field->setAccessibleName(tr("Input of the run"));
    auto *completer = new QCompleter(new QStringListModel(this), this);
    completer->setCompletionMode(QCompleter::PopupCompletion);
    completer->setFilterMode(Qt::MatchContains);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_field->setCompleter(completer);
    auto *run = makeButton(tr("Run"), ButtonKind::Primary, this);
    auto *cancel = makeButton(tr("Cancel"), ButtonKind::Plain, this);
    connect(run, &QPushButton::clicked, this, &RunInputBar::submit);
    connect(cancel, &QPushButton::clicked, this, [this] {
        hide();
        Q_EMIT cancelled();
    });
    connect(m_field, &QLineEdit::returnPressed, this, &RunInputBar::submit);

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(metric::Medium, metric::Small, metric::Medium, metric::Small + 1);
    row->setSpacing(metric::Small);
    row->addWidget(m_label);
    row->addWidget(m_field, 1);
    row->addWidget(run);
    row->addWidget(cancel);
    hide();
}

void RunInputBar::ask(const QString &workflowTitle, const QString &input, const QStringList &suggestions)
{
    m_label->setText(tr("Run %1 with").arg(workflowTitle));
    static_cast<QStringListModel *>(m_field->completer()->model())->setStringList(suggestions);
    m_field->setText(input);
    show();
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

void RunInputBar::submit()
{
    const QString input = m_field->text().trimmed();
    if (input.isEmpty()) {
        m_field->setFocus(Qt::OtherFocusReason);
        return;
    }
    hide();
    Q_EMIT submitted(input);
}

void RunInputBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        hide();
        Q_EMIT cancelled();
        return;
    }
    QWidget::keyPressEvent(event);
}

void RunInputBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme->color(ColorRole::Pane));
    painter.fillRect(QRect(0, height() - 1, width(), 1), m_theme->color(ColorRole::Line));
}

} // namespace glasshouse::ui
