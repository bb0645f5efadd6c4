#include "ui/settings/image_text.h"

#include "ui/common/visible_text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace glasshouse::ui {

namespace {

using sandbox::ImageEntry;

QString tr(const char *text)
{
    return QCoreApplication::translate("ImageText", text);
}

QString factsOf(const ImageEntry &entry)
{
    const auto built = QDateTime::fromString(entry.manifest->created, Qt::ISODate).toLocalTime();
    const auto packages = entry.manifest->packages.size() + entry.manifest->pythonPackages.size();
    return tr("%1, %2 packages, %3")
        .arg(QLocale().toString(built, QLocale::ShortFormat))
        .arg(packages)
        .arg(sizeText(entry.bytes()));
}

} // namespace

QString stateText(const ImageEntry &entry)
{
    switch (entry.state) {
    case ImageEntry::State::NotBuilt:
        return entry.problem.isEmpty() ? tr("Not built yet") : visibleLine(entry.problem);
    case ImageEntry::State::Built:
        return tr("Built on %1").arg(factsOf(entry));
    case ImageEntry::State::Outdated:
        return tr("Outdated, its template has changed. Built on %1").arg(factsOf(entry));
    case ImageEntry::State::Damaged:
        break;
    }
    return visibleLine(entry.problem);
}

QString recipeText(const sandbox::ImageRecipe &recipe)
{
    QStringList parts{recipe.base};
    if (!recipe.debian.isEmpty())
        parts << tr("Debian: %1").arg(recipe.debian.join(QStringLiteral(", ")));
    if (!recipe.python.isEmpty())
        parts << tr("Python: %1").arg(recipe.python.join(QStringLiteral(", ")));
    if (recipe.buildFromSource)
        parts << tr("may build from source");
    return parts.join(QStringLiteral("  \u00b7  "));
}

QString progressText(const sandbox::ImageProgress &progress)
{
    const QString done =
        tr("%1: %2, %3 %").arg(progress.image, progress.step).arg(int(progress.fraction * 100));
    return progress.remainingMs < 0 ? done : tr("%1, %2 left").arg(done, durationText(progress.remainingMs));
}

QString buildFailureText(const Error &error)
{
    if (error.code == ErrorCode::Cancelled)
        return error.message;
    return tr("%1 What was downloaded is kept for the next try.").arg(error.message);
}

QString projectQuestion(const sandbox::ImageTemplate &value, const ImageEntry &there)
{
    const auto list = [](const QStringList &names) {
        return names.isEmpty() ? tr("none") : names.join(QStringLiteral(", "));
    };
    QStringList lines{
        tr("This project brings a template of its own. Its image is built from %1 and these packages, "
           "which are downloaded and installed inside the image.")
            .arg(value.recipe.base),
        tr("Debian packages: %1").arg(list(value.recipe.debian)),
        tr("Python packages: %1").arg(list(value.recipe.python))};
    if (value.recipe.buildFromSource)
        lines << tr("Packages without a wheel run their own code during the build, confined to the image.");
    if (there.manifest)
        lines << tr("It replaces the image %1 that is on this machine.").arg(value.name);
    return lines.join(QStringLiteral("\n\n"));
}

} // namespace glasshouse::ui
