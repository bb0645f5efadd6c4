// The kinds of node as the palette, the quick-add list and the cards name and draw them.
#pragma once

#include "ui/common/theme.h"

#include <QString>
#include <QVector>

namespace glasshouse::ui {

struct NodeKind
{
    QString id; // as in the file: "fan_out"
    QString title;
    QString hint; // one sentence for the tooltip
    QString icon; // a Lucide name
    ColorRole color = ColorRole::Accent;
};

// What can be drawn and run, in the order of the palette.
[[nodiscard]] QVector<NodeKind> drawableKinds();

// Any kind: one that this version doesn't know gets its own name and a plain icon.
[[nodiscard]] NodeKind nodeKind(const QString &id);

} // namespace glasshouse::ui
