// Everything there is to know about guest images on this machine: those that are built, the templates they
// can be built from, and how the two fit.
#pragma once

#include "sandbox/image/image_store.h"
#include "sandbox/image/image_template.h"

#include <QVector>

#include <optional>

namespace glasshouse::sandbox {

struct ImageEntry
{
    enum class State {
        NotBuilt,
        Built,
        Outdated, // its template has changed since
        Damaged
    };

    QString name;
    State state = State::NotBuilt;
    QString problem;                            // a sentence, with Damaged
    std::optional<ImageTemplate> imageTemplate; // none for Glasshouse's own images, and if it was removed
    std::optional<ImageManifest> manifest;      // if it is built

    [[nodiscard]] bool canBeBuilt() const; // its recipe is known
    [[nodiscard]] qint64 bytes() const;

    bool operator==(const ImageEntry &) const = default;
};

class ImageCatalog
{
public:
    ImageCatalog(ImageStore images, QString templates)
        : m_images(std::move(images)), m_templates(std::move(templates))
    {
    }

    // Glasshouse's own first, then by name. Milliseconds: no file is hashed.
    [[nodiscard]] QVector<ImageEntry> entries() const;
    [[nodiscard]] ImageEntry entry(const QString &name) const;

    // NotFound if the user has no template of this name.
    [[nodiscard]] Result<ImageTemplate> loadTemplate(const QString &name) const;
    [[nodiscard]] Result<void> saveTemplate(const ImageTemplate &value) const;
    [[nodiscard]] Result<void> removeTemplate(const QString &name) const; // the image stays
    [[nodiscard]] QStringList templateNames() const;

private:
    [[nodiscard]] QString pathOf(const QString &name) const;

    ImageStore m_images;
    QString m_templates;
};

// Errors name the file and the JSON pointer.
[[nodiscard]] Result<ImageTemplate> readImageTemplate(const QString &path);

// Templates that a project brings along, in its folder images/. Not trusted: ask before building one.
[[nodiscard]] QVector<Result<ImageTemplate>> templatesOfProject(const QString &projectFolder);

} // namespace glasshouse::sandbox
