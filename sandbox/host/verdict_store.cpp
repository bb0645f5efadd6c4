#include "sandbox/host/verdict_store.h"

#include "core/base/atomic_file.h"
#include "core/base/json.h"

#include <QFile>

namespace glasshouse::sandbox {

namespace {

QString nameOf(const VerdictKey &key)
{
    return QStringList{key.qemuVersion, key.hostKernel, key.imageHash}.join(u'|');
}

} // namespace

VerdictStore::VerdictStore(const QString &folder) : m_file(folder + QStringLiteral("/accelerators.json")) {}

QJsonObject VerdictStore::all() const
{
    const auto text = readFile(m_file);
    return text ? parseJsonObject(*text).value_or(QJsonObject()) : QJsonObject();
}

std::optional<Verdict> VerdictStore::find(const VerdictKey &key) const
{
    return verdictFromJson(all().value(nameOf(key)).toObject());
}

Result<void> VerdictStore::remember(const VerdictKey &key, const Verdict &verdict) const
{
    QJsonObject verdicts = all();
    verdicts.insert(nameOf(key), toJson(verdict));
    return writeFileAtomically(m_file, toPrettyJson(verdicts));
}

Result<void> VerdictStore::forgetAll() const
{
    if (!QFile::exists(m_file) || QFile::remove(m_file))
        return {};
    return fail(QStringLiteral("%1 cannot be removed. Remove it by hand.").arg(m_file));
}

} // namespace glasshouse::sandbox
