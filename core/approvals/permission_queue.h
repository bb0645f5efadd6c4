// Requests of code in a sandbox that wait for a person, in the order they came. Unlike an approval such a
// question does not outlive the program: the request behind it ends, or time runs out, and it is denied.
#pragma once

#include "core/model/sandbox_access.h"

#include <QObject>

#include <optional>

namespace glasshouse {

struct PermissionQuestion
{
    QString id; // newId(u"permission")
    QString session;
    QString thread;
    QString run;     // that the code belongs to; empty if the code has outlived it
    QString profile; // the sandbox profile that AllowAlways extends
    qint64 askedMs = 0;
    QString method;
    QString url;                   // without its query
    QString sentence;              // why it is not allowed already
    std::optional<AllowRule> rule; // what AllowForRun and AllowAlways add

    bool operator==(const PermissionQuestion &) const = default;
};

enum class PermissionAnswer { AllowOnce, AllowForRun, AllowAlways, Deny };

[[nodiscard]] QString toString(PermissionAnswer answer); // "allow_once", "allow_for_run", ...

class PermissionQueue : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] const QVector<PermissionQuestion> &pending() const { return m_pending; }
    [[nodiscard]] const PermissionQuestion *find(const QString &id) const;

    void add(const PermissionQuestion &question);
    // False if it is no longer pending, or cannot be answered so: without a rule only once, without a run not
    // for the run. A denial also answers the other questions of the session about the same request: a client
    // that tries again must not ask again and again.
    bool answer(const QString &id, PermissionAnswer answer);
    void withdraw(const QString &id);
    void withdrawSession(const QString &session);

Q_SIGNALS:
    void asked(const glasshouse::PermissionQuestion &question);
    void answered(const glasshouse::PermissionQuestion &question, glasshouse::PermissionAnswer answer);
    void withdrawn(const glasshouse::PermissionQuestion &question);

private:
    template<typename Matches> [[nodiscard]] QVector<PermissionQuestion> take(Matches matches);

    QVector<PermissionQuestion> m_pending;
};

// Whether a question can be answered so.
[[nodiscard]] bool allowsAnswer(const PermissionQuestion &question, PermissionAnswer answer);

} // namespace glasshouse
