#include "ui/sandbox/file_words.h"

#include <QCoreApplication>

namespace glasshouse::ui {

namespace {

struct Words
{
    const char *operation; // sandbox::toString(FileOperation)
    const char *done;
    const char *refused;
    const char *icon;
    ColorRole color;
};

constexpr Words table[] = {
    {"look-up", QT_TRANSLATE_NOOP("FileWords", "looked up"),
     QT_TRANSLATE_NOOP("FileWords", "look-up refused"), "search", ColorRole::TextDim},
    {"open-read", QT_TRANSLATE_NOOP("FileWords", "read"), QT_TRANSLATE_NOOP("FileWords", "reading refused"),
     "eye", ColorRole::Queued},
    {"open-write", QT_TRANSLATE_NOOP("FileWords", "written"),
     QT_TRANSLATE_NOOP("FileWords", "writing refused"), "pencil", ColorRole::Running},
    {"write", QT_TRANSLATE_NOOP("FileWords", "written"), QT_TRANSLATE_NOOP("FileWords", "writing refused"),
     "pencil", ColorRole::Running},
    {"create", QT_TRANSLATE_NOOP("FileWords", "created"), QT_TRANSLATE_NOOP("FileWords", "creation refused"),
     "file-plus", ColorRole::Done},
    {"create-special", QT_TRANSLATE_NOOP("FileWords", "link or device made"),
     QT_TRANSLATE_NOOP("FileWords", "link or device refused"), "link", ColorRole::Waiting},
    {"mkdir", QT_TRANSLATE_NOOP("FileWords", "folder created"),
     QT_TRANSLATE_NOOP("FileWords", "folder refused"), "folder-plus", ColorRole::Done},
    {"remove", QT_TRANSLATE_NOOP("FileWords", "removed"), QT_TRANSLATE_NOOP("FileWords", "removal refused"),
     "trash-2", ColorRole::Waiting},
    {"rename", QT_TRANSLATE_NOOP("FileWords", "renamed"), QT_TRANSLATE_NOOP("FileWords", "renaming refused"),
     "pencil", ColorRole::Running},
    {"truncate", QT_TRANSLATE_NOOP("FileWords", "cut"), QT_TRANSLATE_NOOP("FileWords", "cutting refused"),
     "scissors", ColorRole::Running},
    {"change-attributes", QT_TRANSLATE_NOOP("FileWords", "rights or times changed"),
     QT_TRANSLATE_NOOP("FileWords", "change of rights refused"), "settings", ColorRole::TextDim},
};

QString tr(const char *text)
{
    return QCoreApplication::translate("FileWords", text);
}

} // namespace

FileWords fileWords(const trace::FileTouch &touch)
{
    for (const Words &words : table) {
        if (touch.operation != QLatin1String(words.operation))
            continue;
        if (touch.isRefused())
            return {tr(words.refused), QStringLiteral("ban"), ColorRole::Failed};
        return {tr(words.done), QString::fromLatin1(words.icon), words.color};
    }
    // A word of a later version.
    return {touch.operation, QStringLiteral("file"),
            touch.isRefused() ? ColorRole::Failed : ColorRole::TextDim};
}

} // namespace glasshouse::ui
