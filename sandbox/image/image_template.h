// A guest image of a user's own as data: one of Glasshouse's images and the packages to add to it. One file:
// NAME.image.json, in the user's own folder of templates or in a project's folder images/.
#pragma once

#include "core/base/result.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <optional>

namespace glasshouse::sandbox {

// What an image is made of; two templates with the same recipe make the same image.
struct ImageRecipe
{
    QString base = QStringLiteral("base"); // base or code-interpreter
    QStringList debian;                    // "jq", "jq=1.6-2.1"
    QStringList python;                    // "requests", "numpy>=1.24,<2", "uvicorn[standard]==0.30.1"
    bool buildFromSource = false;          // packages without a wheel may run their own code during the build

    bool operator==(const ImageRecipe &) const = default;
    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static Result<ImageRecipe> fromJson(const QJsonObject &json);
};

struct ImageTemplate
{
    QString name;
    QString description;
    ImageRecipe recipe;
    QJsonObject extra;

    bool operator==(const ImageTemplate &) const = default;
    [[nodiscard]] QJsonObject toJson() const;
    // Refuses what the functions below refuse, with its JSON pointer.
    [[nodiscard]] static Result<ImageTemplate> fromJson(const QJsonObject &json);
};

// A sentence; nothing if it can be used. None lets a word through that apt or pip could take for an option,
// an address or a file.
[[nodiscard]] std::optional<QString> whyNotAnImageName(const QString &name); // also a folder's name
[[nodiscard]] std::optional<QString> whyNotADebianPackage(const QString &package);
[[nodiscard]] std::optional<QString> whyNotAPythonPackage(const QString &requirement);

// Also what the project's own file says in words, before a stranger's is built: "Debian's jq and git; ...".
[[nodiscard]] QString describe(const ImageRecipe &recipe);

} // namespace glasshouse::sandbox
