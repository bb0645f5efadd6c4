#include "app/folder_consents.h"

#include "core/base/atomic_file.h"
#include "core/base/json.h"

#include <QFileInfo>
#include <QJsonArray>

namespace glasshouse {

namespace {

constexpr int FormatVersion = 1;
constexpr qint64 LargestFile = 16 << 20;

Result<QVector<FolderConsent>> parseFile(const QByteArray &content)
{
    const auto json = parseJsonObject(content);
    if (!json)
        return fail(json.error());
    QVector<FolderConsent> consents;
    for (const QJsonValue &entry : json->value(u"folders").toArray()) {
        const auto consent = FolderConsent::fromJson(entry.toObject());
        if (!consent)
            return fail(consent.error());
        consents.append(*consent);
    }
    return consents;
}

} // namespace

FolderConsents::FolderConsents(const QString &folder, QObject *parent)
    : QObject(parent), m_filePath(folder + QStringLiteral("/folders.json"))
{
}

Result<void> FolderConsents::load()
{
    m_consents.clear();
    m_readable = true;
    if (!QFileInfo::exists(m_filePath))
        return {};
    const auto consents = readFile(m_filePath, LargestFile).and_then(parseFile);
    m_readable = consents.has_value();
    if (!consents)
        return fail(QStringLiteral("The allowed folders in %1 cannot be used, so none is: %2")
                        .arg(m_filePath, consents.error().message));
    m_consents = *consents;
    Q_EMIT changed();
    return {};
}

Result<void> FolderConsents::allow(const QString &project, const QString &folder, bool writable, qint64 nowMs)
{
    FolderConsent consent{QFileInfo(project).canonicalFilePath(), QFileInfo(folder).canonicalFilePath(),
                          writable, nowMs};
    if (consent.project.isEmpty() || consent.folder.isEmpty())
        return fail(QStringLiteral("The folder \"%1\" is not there any more.").arg(folder),
                    ErrorCode::NotFound);
    auto consents = m_consents;
    const auto isSame = [&](const FolderConsent &other) {
        return other.project == consent.project && other.folder == consent.folder;
    };
    for (const auto &other : m_consents)
        consent.writable |= isSame(other) && other.writable;
    consents.removeIf(isSame);
    consents.append(consent);
    return write(consents);
}

Result<void> FolderConsents::revoke(const FolderConsent &consent)
{
    auto consents = m_consents;
    consents.removeAll(consent);
    return write(consents);
}

Result<void> FolderConsents::write(const QVector<FolderConsent> &consents)
{
    if (!m_readable)
        return fail(
            QStringLiteral("%1 could not be read, so it is not overwritten: correct or remove it first.")
                .arg(m_filePath));
    QJsonArray entries;
    for (const auto &consent : consents)
        entries.append(consent.toJson());
    const QJsonObject json{{QStringLiteral("format"), FormatVersion}, {QStringLiteral("folders"), entries}};
    if (const auto written = writeFileAtomically(m_filePath, toPrettyJson(json)); !written)
        return written;
    m_consents = consents;
    Q_EMIT changed();
    return {};
}

} // namespace glasshouse
