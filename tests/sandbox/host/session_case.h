// What the tests of a session share: its VM is a fake, which says what the test gives it to say.
#pragma once

#include "sandbox/host/session.h"
#include "tests/sandbox/host/fake_vm.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace glasshouse::sandbox {

inline ExecRequest request(const QByteArray &code = "x")
{
    ExecRequest request;
    request.session = QStringLiteral("s");
    request.language = QStringLiteral("python");
    request.code = code;
    return request;
}

class SessionCase : public QObject
{
    Q_OBJECT

protected Q_SLOTS:
    void init()
    {
        m_source = std::make_unique<FakeVmSource>();
        m_session = std::make_unique<Session>(QStringLiteral("s"), *m_source,
                                              ArtifactFolders{m_folder.path(), m_folder.path()});
    }

    void cleanup()
    {
        m_session.reset();
        m_source.reset();
    }

protected:
    [[nodiscard]] protocol::Exec running() const
    {
        const FakeVm *vm = m_source->vm.data();
        return vm ? vm->last<protocol::Exec>() : protocol::Exec();
    }
    [[nodiscard]] bool waitFor(const char *code)
    {
        return QTest::qWaitFor([&] { return running().code == code; });
    }
    void say(const protocol::Message &message)
    {
        if (FakeVm *vm = m_source->vm.data())
            vm->say(message);
    }
    void die()
    {
        if (FakeVm *vm = m_source->vm.data())
            vm->die();
    }
    template<typename Kind> [[nodiscard]] qsizetype sent() const
    {
        const FakeVm *vm = m_source->vm.data();
        return vm ? vm->count<Kind>() : 0;
    }
    void dieUnheard()
    {
        if (FakeVm *vm = m_source->vm.data()) {
            vm->answered = false;
            vm->die();
        }
    }
    [[nodiscard]] bool waitForAnotherVm(const QPointer<FakeVm> &old)
    {
        return QTest::qWaitFor([&] { return m_source->vm && m_source->vm != old; });
    }
    [[nodiscard]] Session::MakeRequest copy()
    {
        return [this] { return m_source->requestVm({QStringLiteral("base"), 256}); };
    }
    void finish() { say(protocol::ExecDone{running().id, protocol::Outcome::Completed, 0, 1, false}); }

    QTemporaryDir m_folder;
    std::unique_ptr<FakeVmSource> m_source;
    std::unique_ptr<Session> m_session;
};

} // namespace glasshouse::sandbox
