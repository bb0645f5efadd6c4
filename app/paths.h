// Where the programs keep things, following the XDG base directories (and their equivalents elsewhere).
#pragma once

#include "sandbox/host/service_paths.h"

namespace glasshouse {

struct Paths
{
    QString data;      // database and artifacts
    QString config;    // connections.json, window.ini
    QString imageTemplates; // NAME.image.json, the user's own
    QString documents; // new projects and copies of samples
    sandbox::ServicePaths sandbox;

    [[nodiscard]] QString database() const;
};

// GLASSHOUSE_HOME, if set, holds everything but the images and templates: for tests and portable use.
[[nodiscard]] Paths standardPaths();

} // namespace glasshouse
