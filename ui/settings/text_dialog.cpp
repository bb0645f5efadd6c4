#include "ui/settings/text_dialog.h"

#include "ui/common/widgets.h"

#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

constexpr QSize dialogSize(760, 560);

} // namespace

TextDialog::TextDialog(const Theme *theme, const QString &title, const QString &text, QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(title);
    resize(dialogSize);
    auto *view = new QPlainTextEdit(text, this);
    view->setReadOnly(true);
    view->setFont(theme->codeFont());
    view->setAccessibleName(title);
    auto *close = makeButton(tr("Close"), ButtonKind::Primary, this);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(close);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(metric::Large, metric::Large, metric::Large, metric::Large);
    column->setSpacing(metric::Medium);
    column->addWidget(view, 1);
    column->addLayout(buttons);
}

void showText(const Theme *theme, const QString &title, const QString &text, QWidget *parent)
{
    auto *dialog = new TextDialog(theme, title, text, parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

} // namespace glasshouse::ui
