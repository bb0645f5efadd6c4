// One call in a running micro-VM: grants credit, collects output and files, and ends the VM when the guest
// does not keep the time limit itself.
#pragma once

#include "sandbox/host/artifact_receiver.h"
#include "sandbox/host/output_collector.h"
#include "sandbox/host/vm.h"

#include <QElapsedTimer>
#include <QSet>
#include <QTimer>

#include <optional>

namespace glasshouse::sandbox {

class Execution : public QObject
{
    Q_OBJECT

public:
    // `vm` outlives the execution.
    Execution(Vm &vm, quint32 number, const ExecRequest &request, ArtifactFolders folders,
              QObject *parent = nullptr);

    void start();
    void cancel();                     // finished() still follows, with what was printed
    void abort(const QString &reason); // likewise, and ends the VM
    void answerTool(quint32 call, const Result<QByteArray> &answer);
    void holdClock(bool held);
    [[nodiscard]] qint64 printedBytes() const { return m_printed; }

Q_SIGNALS:
    void outputReceived(glasshouse::sandbox::Stream stream, const QByteArray &bytes);
    void toolCalled(const glasshouse::sandbox::ToolRequest &request);
    void finished(const glasshouse::sandbox::ExecResult &result);
    void neverRan(const QString &reason); // instead: the VM ended before it can have looked at the code

private:
    void handle(const protocol::Message &message);
    void accept(const protocol::Output &message);
    void accept(const protocol::ArtifactBegin &message);
    void accept(const protocol::ArtifactData &message);
    void accept(const protocol::ArtifactEnd &message);
    void accept(const protocol::ArtifactRefused &message);
    void accept(const protocol::ExecDone &message);
    void accept(const protocol::ToolCall &message);
    template<typename Other> void accept(const Other &message);

    void check(const Result<void> &step);
    void countPrinted(std::size_t bytes);
    void spend(std::size_t bytes);
    void violate(const QString &detail);
    void handleLateGuest();
    void handleLostVm(const QString &reason);
    void finish(ExecResult result);

    Vm &m_vm;
    quint32 m_number;
    ExecRequest m_request;
    OutputCollector m_output;
    ArtifactReceiver m_artifacts;
    qint64 m_credit = 0;              // granted and not yet used
    std::optional<int> m_remainingMs; // of the deadline, while it is held
    QTimer m_deadline;                // the guest keeps the time limit; this is for a guest that does not
    QElapsedTimer m_age;
    Ending m_forcedEnding = Ending::Lost; // what the end of the VM means
    qint64 m_printed = 0;
    QVector<LimitHit> m_hits;
    QSet<quint32> m_calls; // of tools, not answered
    bool m_finished = false;
};

} // namespace glasshouse::sandbox
