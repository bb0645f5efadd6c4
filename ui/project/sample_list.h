// The samples the gallery offers, read from the glasshouse.json of each folder.
#pragma once

#include <QString>
#include <QVector>

namespace glasshouse::ui {

struct Sample
{
    QString folder; // may be a Qt resource folder
    QString name;
    QString title;
    QString description;
    bool worksOffline = false;
    bool hasWorkflow = false;

    bool operator==(const Sample &) const = default;
};

// Folders without a readable glasshouse.json are left out. By title.
[[nodiscard]] QVector<Sample> listSamples(const QString &folder);

} // namespace glasshouse::ui
