#include "sandbox/host/template_snapshot.h"

#include "core/base/atomic_file.h"
#include "core/base/json.h"

#include <QCryptographicHash>

namespace glasshouse::sandbox {

namespace {

// Text, because a JSON number does not hold 64 bits.
QJsonObject toJson(const FileMark &mark)
{
    return {{QStringLiteral("size"), QString::number(mark.size)},
            {QStringLiteral("modified"), QString::number(mark.modifiedNs)},
            {QStringLiteral("changed"), QString::number(mark.changedNs)},
            {QStringLiteral("inode"), QString::number(mark.inode)}};
}

FileMark markFromJson(const QJsonObject &object)
{
    const auto number = [&](const char *key) { return object.value(QLatin1String(key)).toString(); };
    return {number("size").toLongLong(), number("modified").toLongLong(), number("changed").toLongLong(),
            number("inode").toULongLong()};
}

QString recordFile(const QString &folder)
{
    return folder + QStringLiteral("/template.json");
}

} // namespace

QString folderName(const TemplateKey &key)
{
    QStringList parts{machineVersion(), key.qemuVersion,
                      key.imageHash,    toString(key.cpu.accelerator),
                      key.cpu.model,    QString::number(key.memoryMb)};
    if (key.cpu.accelerator != Accelerator::Tcg)
        parts << key.hostKernel;
    if (key.link == MachineLink::Kind::Loopback)
        parts << QStringLiteral("loopback");
    const QByteArray hash =
        QCryptographicHash::hash(parts.join(u'\n').toUtf8(), QCryptographicHash::Sha256).toHex();
    return QString::fromLatin1(hash.left(templateNameLength));
}

bool Template::isUntouched() const
{
    return fileMark(memoryFile()) == memoryMark && fileMark(deviceFile()) == deviceMark;
}

Result<Template> readTemplate(const QString &folder)
{
    const auto text = readFile(recordFile(folder));
    if (!text)
        return fail(text.error().message, ErrorCode::NotFound);
    const auto object = parseJsonObject(*text);
    if (!object)
        return fail(object.error());
    const auto hash = [&](const char *key) {
        return object->value(QLatin1String(key)).toString().toLatin1();
    };
    const auto mark = [&](const char *key) {
        return markFromJson(object->value(QLatin1String(key)).toObject());
    };
    return Template{folder,         hash("memorySha256"), hash("deviceSha256"),
                    mark("memory"), mark("device"),       object->value(QStringLiteral("image")).toString()};
}

Result<Template> findTemplate(const QString &folder, const QString &provided)
{
    auto made = readTemplate(folder);
    return made || provided.isEmpty() ? made : readTemplate(provided);
}

Result<void> writeTemplate(const Template &snapshot)
{
    const QJsonObject object{{QStringLiteral("memorySha256"), QString::fromLatin1(snapshot.memorySha256)},
                             {QStringLiteral("deviceSha256"), QString::fromLatin1(snapshot.deviceSha256)},
                             {QStringLiteral("memory"), toJson(snapshot.memoryMark)},
                             {QStringLiteral("device"), toJson(snapshot.deviceMark)},
                             {QStringLiteral("image"), snapshot.image}};
    return writeFileAtomically(recordFile(snapshot.folder), toPrettyJson(object));
}

} // namespace glasshouse::sandbox
