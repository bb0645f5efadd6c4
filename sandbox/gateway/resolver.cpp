#include "sandbox/gateway/resolver.h"

#include <QHostInfo>

namespace glasshouse::gateway {

namespace {

class SystemLookupJob final : public LookupJob
{
public:
    explicit SystemLookupJob(const QString &name)
    {
        m_id = QHostInfo::lookupHost(name, this, [this, name](const QHostInfo &info) { report(name, info); });
    }

    ~SystemLookupJob() override { QHostInfo::abortHostLookup(m_id); }

private:
    void report(const QString &name, const QHostInfo &info)
    {
        if (info.error() != QHostInfo::NoError || info.addresses().isEmpty())
            Q_EMIT finished(fail(QStringLiteral("The name %1 could not be found.").arg(name)));
        else
            Q_EMIT finished(info.addresses());
    }

    int m_id = -1;
};

class SystemResolver final : public Resolver
{
public:
    [[nodiscard]] std::unique_ptr<LookupJob> lookup(const QString &name) override
    {
        return std::make_unique<SystemLookupJob>(name);
    }
};

} // namespace

std::unique_ptr<Resolver> makeSystemResolver()
{
    return std::make_unique<SystemResolver>();
}

} // namespace glasshouse::gateway
