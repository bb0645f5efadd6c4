// A VM that does what the test says: it keeps what it was told, and says what it is given to say.
#pragma once

#include "sandbox/host/vm_source.h"

#include <QPointer>
#include <QTimer>
#include <QVector>

namespace glasshouse::sandbox {

class FakeVm : public Vm
{
    Q_OBJECT

public:
    [[nodiscard]] QString id() const override { return QStringLiteral("vm_fake"); }
    [[nodiscard]] Accelerator accelerator() const override { return Accelerator::Tcg; }
    [[nodiscard]] bool isConfined() const override { return true; }
    [[nodiscard]] QVector<qint64> processes() const override { return {}; }
    [[nodiscard]] bool hasAnswered() const override { return answered; }
    void send(const protocol::Message &message) override { sent << message; }
    void kill(const QString &reason) override
    {
        if (!killReason.isEmpty())
            return;
        killReason = reason;
        QTimer::singleShot(0, this, [this] { Q_EMIT ended(killReason); });
    }

    void say(const protocol::Message &message) { Q_EMIT messageReceived(message); }
    void die() { Q_EMIT ended(QStringLiteral("The sandbox ended unexpectedly.")); }

    // The last message of this kind that it was sent; an empty one if there is none.
    template<typename Kind> [[nodiscard]] Kind last() const
    {
        for (auto one = sent.rbegin(); one != sent.rend(); ++one)
            if (std::holds_alternative<Kind>(*one))
                return std::get<Kind>(*one);
        return {};
    }
    template<typename Kind> [[nodiscard]] qsizetype count() const
    {
        return std::count_if(sent.begin(), sent.end(),
                             [](const auto &one) { return std::holds_alternative<Kind>(one); });
    }

    QVector<protocol::Message> sent;
    QString killReason;
    bool answered = true;
};

class FakeVmRequest : public VmRequest
{
    Q_OBJECT

public:
    [[nodiscard]] std::unique_ptr<Vm> takeVm() override { return std::move(vm); }

    std::unique_ptr<FakeVm> vm;
};

// Answers each request at the next turn of the event loop, unless it is held back.
class FakeVmSource : public VmSource
{
public:
    [[nodiscard]] std::unique_ptr<VmRequest> requestVm(const VmNeeds &needs) override
    {
        requested << needs;
        auto request = std::make_unique<FakeVmRequest>();
        pending = request.get();
        if (!held)
            QTimer::singleShot(0, request.get(), [this] { answer(); });
        return request;
    }
    void replenish(const VmNeeds &) override { ++replenished; }

    void answer()
    {
        FakeVmRequest *request = pending.data();
        if (!request)
            return;
        request->vm = std::make_unique<FakeVm>();
        vm = request->vm.get();
        Q_EMIT request->made();
    }

    QPointer<FakeVm> vm; // the last one that was made
    QPointer<FakeVmRequest> pending;
    QVector<VmNeeds> requested;
    int replenished = 0;
    bool held = false;
};

} // namespace glasshouse::sandbox
