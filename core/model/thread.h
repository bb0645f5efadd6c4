// A conversation with one agent, or the runs of one workflow, as the thread list shows it.
#pragma once

#include "core/model/message.h"

namespace glasshouse {

struct Thread
{
    QString id;
    QString project; // absolute folder of the project
    QString title;
    QString agent;    // set for a chat with an agent
    QString workflow; // set for a workflow's thread
    bool pinned = false;
    qint64 createdMs = 0;
    qint64 updatedMs = 0;

    bool operator==(const Thread &) const = default;
    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static Result<Thread> fromJson(const QJsonObject &json);
};

} // namespace glasshouse
