#include "ui/review/code_dialog.h"

#include "ui/common/widgets.h"
#include "ui/review/code_view.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace glasshouse::ui {

CodeDialog::CodeDialog(const Theme *theme, const QString &code, const QString &language, QWidget *parent) : QDialog(parent)
{
    setWindowTitle(language.isEmpty() ? tr("Code") : tr("Code, %1").arg(language));
    setAttribute(Qt::WA_DeleteOnClose);
    resize(820, 560);

    auto *view = new CodeView(theme, this);
    view->setCode(code, language);
    view->setEditable(false);

    auto *copy = makeButton(tr("Copy"), ButtonKind::Plain, this);
    connect(copy, &QPushButton::clicked, this, [code] { QGuiApplication::clipboard()->setText(code); });
    auto *close = makeButton(tr("Close"), ButtonKind::Primary, this);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);

    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(metric::Large, metric::Small, metric::Large, metric::Medium);
    buttons->addStretch();
    buttons->addWidget(copy);
    buttons->addWidget(close);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(view, 1);
    column->addLayout(buttons);
}

} // namespace glasshouse::ui
