// Clones of one template: keeps one restored and waiting, makes more on request, and prepares the template
// before the first.
#pragma once

#include "sandbox/host/preparation.h"

#include <QPointer>

#include <deque>
#include <list>
#include <optional>

namespace glasshouse::sandbox {

class VmPool;

class PoolRequest : public VmRequest
{
    Q_OBJECT

public:
    [[nodiscard]] std::unique_ptr<Vm> takeVm() override { return std::move(m_vm); }

private:
    friend class VmPool;
    std::unique_ptr<Vm> m_vm;
    std::function<QString(const Template &)> m_stateFile; // empty: any clone will do
    bool m_isCopy = false;                                // of a state that stays
    std::unique_ptr<MicroVm> m_kept;                      // on its way
};

class VmPool : public QObject
{
    Q_OBJECT

public:
    using MakePreparation = std::function<std::unique_ptr<Preparation>()>;

    explicit VmPool(MakePreparation prepare, QObject *parent = nullptr);
    ~VmPool() override;

    void replenish(); // keeps one VM ready; prepares the template first if needed
    [[nodiscard]] std::unique_ptr<VmRequest> request();
    // A VM with the state that `stateFile` answers for the template once that is known; a fresh one if that
    // file is not there or cannot be restored. The file is gone afterwards.
    using StateFile = std::function<QString(const Template &made)>;
    [[nodiscard]] std::unique_ptr<VmRequest> requestKept(StateFile stateFile);
    // Likewise, but the file stays, and without it the request fails.
    [[nodiscard]] std::unique_ptr<VmRequest> requestCopy(StateFile stateFile);
    void setSize(int size); // how many to keep ready; 1 unless told

    [[nodiscard]] Status status() const { return m_status; } // of this pool alone; running is 0
    [[nodiscard]] const std::optional<Prepared> &prepared() const { return m_prepared; }

Q_SIGNALS:
    void statusChanged();

private:
    friend class PoolRequest;

    void work();
    void prepare();
    void handleProgress(const PreparationProgress &progress);
    void handlePrepared(const Result<Prepared> &result);
    void restore();
    void handleResumption(MicroVm *vm);
    void handleReadiness(MicroVm *vm);
    void handleReady(MicroVm *vm);
    void handleRestoreFailure(MicroVm *vm, const QString &reason);
    void handleEndOfReady(MicroVm *vm);
    void deliver();
    void restoreKept();
    void restoreKept(PoolRequest &request, const QString &file);
    void handleKept(MicroVm *vm, PoolRequest *request);
    void handleKeptFailure(PoolRequest *request, const QString &reason);
    static void giveDeadline(MicroVm *vm, int milliseconds);
    void failAll(const Error &error);
    void delayAll();
    [[nodiscard]] QString delay() const;
    void setStatus(Status status);
    void countReady();

    MakePreparation m_makePreparation;
    std::unique_ptr<Preparation> m_preparation;
    std::optional<Prepared> m_prepared;
    std::deque<QPointer<PoolRequest>> m_requests;
    std::list<std::unique_ptr<MicroVm>> m_restoring;
    std::list<std::unique_ptr<MicroVm>> m_ready;
    Status m_status;
    QTimer m_idle;
    int m_size = 1;
    bool m_keepReady = false;
    int m_restoreFailures = 0; // in a row
};

} // namespace glasshouse::sandbox
