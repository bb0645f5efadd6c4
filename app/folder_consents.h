// The folders outside a project that a person has opened to its sandboxes. They lie in a file of the person's
// settings, so that no project can bring its own.
#pragma once

#include "core/model/mount_rules.h"

#include <QObject>
#include <QVector>

namespace glasshouse {

class FolderConsents : public QObject
{
    Q_OBJECT

public:
    // `folder` is where the person's settings are.
    explicit FolderConsents(const QString &folder, QObject *parent = nullptr);

    [[nodiscard]] Result<void> load(); // on an error nothing is allowed
    [[nodiscard]] const QVector<FolderConsent> &all() const { return m_consents; }

    // Of a folder that exists. It only ever adds: what could be written to stays so.
    [[nodiscard]] Result<void> allow(const QString &project, const QString &folder, bool writable,
                                     qint64 nowMs);
    [[nodiscard]] Result<void> revoke(const FolderConsent &consent);

Q_SIGNALS:
    void changed();

private:
    [[nodiscard]] Result<void> write(const QVector<FolderConsent> &consents);

    QString m_filePath;
    QVector<FolderConsent> m_consents;
    bool m_readable = true;
};

} // namespace glasshouse
