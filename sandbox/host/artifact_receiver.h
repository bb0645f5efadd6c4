// Takes the files of /output off the channel and stores them by content; what cannot be stored is refused
// with a sentence and never costs the call its result.
#pragma once

#include "sandbox/host/exec_job.h"
#include "sandbox/protocol/messages.h"

#include <QCryptographicHash>
#include <QFile>
#include <QSet>

namespace glasshouse::sandbox {

struct ArtifactFolders
{
    QString store;    // content, named by its SHA-256
    QString incoming; // of this program; on the same file system

    bool operator==(const ArtifactFolders &) const = default;
};

class ArtifactReceiver
{
public:
    ArtifactReceiver(ArtifactFolders folders, qint64 mostBytes, int mostFiles);
    ~ArtifactReceiver();

    // Each returns a detail when the guest breaks the protocol: the order, or a size that it announced
    // itself.
    [[nodiscard]] Result<void> begin(const protocol::ArtifactBegin &message);
    [[nodiscard]] Result<void> add(const protocol::ArtifactData &message);
    [[nodiscard]] Result<void> end(const protocol::ArtifactEnd &message);
    [[nodiscard]] Result<void> refused(const protocol::ArtifactRefused &message);

    [[nodiscard]] QVector<OutputFile> takeFiles() { return std::exchange(m_files, {}); }
    [[nodiscard]] QVector<RefusedFile> takeRefused() { return std::exchange(m_refused, {}); }
    [[nodiscard]] bool isReceiving() const { return m_open; }

private:
    [[nodiscard]] QString problemWith(const protocol::ArtifactBegin &message);
    void openPartial();
    void store();
    void failToStore();
    void dropPartial();
    void refuse(const QString &name, const QString &reason, bool isHostsFault = false);

    ArtifactFolders m_folders;
    qint64 m_bytesLeft;
    int m_filesLeft;
    QSet<QString> m_names; // as a file system without case sees them
    QFile m_partial;
    QCryptographicHash m_hash{QCryptographicHash::Sha256};
    QString m_name;
    QString m_problem; // why the current file is not kept
    bool m_isHostsFault = false;
    qint64 m_announced = 0;
    qint64 m_received = 0;
    bool m_open = false;
    QVector<OutputFile> m_files;
    QVector<RefusedFile> m_refused;
};

} // namespace glasshouse::sandbox
