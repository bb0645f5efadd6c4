// A resolver that answers what a test wants.
#pragma once

#include "sandbox/gateway/resolver.h"

#include <QHash>
#include <QStringList>

namespace glasshouse::gateway {

class FakeLookupJob final : public LookupJob
{
public:
    explicit FakeLookupJob(const QStringList &addresses)
    {
        for (const QString &address : addresses)
            m_addresses << QHostAddress(address);
        QMetaObject::invokeMethod(
            this, [this] { report(); }, Qt::QueuedConnection);
    }

private:
    void report()
    {
        if (m_addresses.isEmpty())
            Q_EMIT finished(fail(QStringLiteral("The name could not be found.")));
        else
            Q_EMIT finished(m_addresses);
    }

    QVector<QHostAddress> m_addresses;
};

class FakeResolver final : public Resolver
{
public:
    [[nodiscard]] std::unique_ptr<LookupJob> lookup(const QString &name) override
    {
        lookups << name;
        if (silent.contains(name))
            return std::make_unique<LookupJob>();
        auto &answers = names[name];
        const QStringList answer = answers.isEmpty() ? QStringList() : answers.first();
        if (answers.size() > 1)
            answers.removeFirst();
        return std::make_unique<FakeLookupJob>(answer);
    }

    QHash<QString, QList<QStringList>> names; // each lookup gets the next answer; the last one stays
    QStringList silent;                       // never answered
    QStringList lookups;
};

} // namespace glasshouse::gateway
