// When a folder of the host is mounted over /output: which files a call changed there, and their way into the
// store. The guest's agent cannot look, since each look would wait for the agent itself.
#pragma once

#include "sandbox/files/file_access.h"
#include "sandbox/host/artifact_receiver.h"

#include <QSet>
#include <QThread>

#include <memory>

namespace glasshouse::sandbox {

inline const QString outputPlace = QStringLiteral("/output");

// Names of files, from the audit of the mount.
class ChangedNames
{
public:
    void note(const FileAccess &access);
    [[nodiscard]] QStringList take(); // sorted; forgets them

private:
    static constexpr qsizetype most = 20'000;

    void add(const QString &name);
    void move(const QString &from, const QString &to);

    QSet<QString> m_names;
};

// Reads them on a thread of its own and stores them, as if the guest had sent them. Deleting it stops it.
class MountedOutputJob : public QObject
{
    Q_OBJECT

public:
    MountedOutputJob(const Export &share, const QStringList &names, const ArtifactFolders &folders,
                     const Limits &limits); // starts
    ~MountedOutputJob() override;

Q_SIGNALS:
    void finished(const QVector<glasshouse::sandbox::OutputFile> &files,
                  const QVector<glasshouse::sandbox::RefusedFile> &refused);

private:
    std::unique_ptr<QThread> m_thread;
};

} // namespace glasshouse::sandbox
