#include "core/base/atomic_file.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

namespace glasshouse {

Result<QByteArray> readFile(const QString &path, qint64 mostBytes)
{
    const QFileInfo info(path);
    if (info.exists() && !info.isFile()) // opening a FIFO would block
        return fail(QStringLiteral("%1 could not be read: it is not a regular file.").arg(path));
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        const auto code = file.exists() ? ErrorCode::Failed : ErrorCode::NotFound;
        return fail(QStringLiteral("%1 could not be read: %2").arg(path, file.errorString()), code);
    }
    // The size first, so that a limit of many megabytes costs a small file nothing; then again, because it
    // may grow.
    const auto content = file.size() > mostBytes ? QByteArray() : file.readAll();
    if (qMax(file.size(), qint64(content.size())) > mostBytes)
        return fail(
            QStringLiteral("%1 could not be read: it is larger than %2 bytes.").arg(path).arg(mostBytes));
    if (file.error() != QFileDevice::NoError)
        return fail(QStringLiteral("%1 could not be read: %2").arg(path, file.errorString()));
    return content;
}

bool writeAll(QFileDevice &file, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const auto count = file.write(bytes.data(), bytes.size());
        if (count <= 0)
            return false;
        bytes = bytes.sliced(count);
    }
    return true;
}

Result<void> writeFileAtomically(const QString &path, const QByteArray &content)
{
    const auto folder = QFileInfo(path).absolutePath();
    if (!QDir().mkpath(folder))
        return fail(QStringLiteral("The folder %1 could not be created; check its permissions.").arg(folder));

    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Unbuffered) || !writeAll(file, content) ||
        !file.commit()) {
        return fail(QStringLiteral("%1 could not be written: %2. The previous version is unchanged.")
                        .arg(path, file.errorString()));
    }
    return {};
}

} // namespace glasshouse
