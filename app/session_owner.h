// Who uses a session's sandbox.
#pragma once

#include <QString>

#include <functional>

namespace glasshouse {

// The run is empty between two runs: code may go on in the background.
struct SessionOwner
{
    QString thread;
    QString run;
};

using FindOwner = std::function<SessionOwner(const QString &session)>;

} // namespace glasshouse
