#include "sandbox/files/file_access.h"

namespace glasshouse::sandbox {

QString toString(FileOperation operation)
{
    switch (operation) {
    case FileOperation::LookUp:
        return QStringLiteral("look-up");
    case FileOperation::OpenForReading:
        return QStringLiteral("open-read");
    case FileOperation::OpenForWriting:
        return QStringLiteral("open-write");
    case FileOperation::Create:
        return QStringLiteral("create");
    case FileOperation::CreateSpecial:
        return QStringLiteral("create-special");
    case FileOperation::MakeFolder:
        return QStringLiteral("mkdir");
    case FileOperation::Remove:
        return QStringLiteral("remove");
    case FileOperation::Rename:
        return QStringLiteral("rename");
    case FileOperation::Write:
        return QStringLiteral("write");
    case FileOperation::Truncate:
        return QStringLiteral("truncate");
    case FileOperation::ChangeAttributes:
        return QStringLiteral("change-attributes");
    }
    return {};
}

} // namespace glasshouse::sandbox
