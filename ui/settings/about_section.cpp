#include "ui/settings/about_section.h"

#include "ui/settings/card.h"

#include <QVBoxLayout>

namespace glasshouse::ui {

AboutSection::AboutSection(const Theme *theme, QWidget *parent) : QWidget(parent)
{
    auto *card = new Card(theme, this);
    card->addRow(
        makeCardRow(theme, QStringLiteral("box"), tr("Glasshouse %1").arg(QStringLiteral(GLASSHOUSE_VERSION)),
                    tr("A workbench for building and debugging AI agents. Everything stays on this computer "
                       "unless you connect a model elsewhere."),
                    {}));
    card->addRow(makeCardRow(theme, QStringLiteral("scale"), tr("Licence"),
                             tr("GNU General Public License, version 3 or later."), {}));
    card->addRow(makeCardRow(
        theme, QStringLiteral("layers"), tr("Built on"),
        tr("Qt %1, QScintilla, QEMU, Lucide icons (ISC).").arg(QString::fromLatin1(qVersion())), {}));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(card);
}

} // namespace glasshouse::ui
