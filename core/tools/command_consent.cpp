#include "core/tools/command_consent.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>

#include <array>

namespace glasshouse {

namespace {

// Read before each call; of what is more, size and times have to do. The time of a file's last change of any
// kind is the one that nobody can set back, code in a sandbox that may write it included.
constexpr qint64 MostBytesOfAFile = 1 << 20;
constexpr qint64 MostBytes = 4 << 20;

// What interpreters add to a name.
constexpr std::array fileEnds{"",    ".py",          ".js",          ".mjs",      ".cjs",
                              ".ts", "/__main__.py", "/__init__.py", "/index.js", "/package.json"};

QStringList wordsIn(const QString &argument)
{
    static const QRegularExpression signs(QStringLiteral("[\\s\"'`;|&<>()={},:$]+"));
    QStringList words{argument};
    words += argument.split(signs, Qt::SkipEmptyParts);
    const QStringList plain = words;
    for (const QString &word : plain)
        if (word.contains(u'.') && !word.contains(u'/')) // a module: tools.x
            words << QString(word).replace(u'.', u'/');
    words.removeDuplicates();
    return words;
}

class ConsentHash
{
public:
    explicit ConsentHash(const QString &folder) : m_folder(folder) {}

    void add(const QString &argument)
    {
        addPart(argument.toUtf8());
        for (const QString &word : wordsIn(argument))
            for (const char *end : fileEnds)
                addFile(m_folder.filePath(word + QLatin1String(end)));
    }

    [[nodiscard]] QString result() const { return QString::fromLatin1(m_hash.result().toHex()); }

private:
    // With its length before it, so that no file can be mistaken for a word.
    void addPart(const QByteArray &bytes) { m_hash.addData(QByteArray::number(bytes.size()) + ':' + bytes); }

    void addFile(const QString &path)
    {
        const QFileInfo info(path);
        if (!info.isFile())
            return;
        addPart(path.toUtf8());
        addPart(contentOf(info));
    }

    [[nodiscard]] QByteArray contentOf(const QFileInfo &info)
    {
        QFile file(info.filePath());
        if (info.size() <= std::min(MostBytesOfAFile, m_bytesLeft) && file.open(QIODevice::ReadOnly)) {
            m_bytesLeft -= info.size();
            return file.read(MostBytesOfAFile);
        }
        return QByteArray::number(info.size()) + '@' +
               QByteArray::number(info.lastModified().toMSecsSinceEpoch()) + '@' +
               QByteArray::number(info.metadataChangeTime().toMSecsSinceEpoch());
    }

    QDir m_folder;
    QCryptographicHash m_hash{QCryptographicHash::Sha256};
    qint64 m_bytesLeft = MostBytes;
};

} // namespace

QString commandConsentHash(const QStringList &command, const QString &folder)
{
    ConsentHash hash(folder);
    for (const QString &argument : command)
        hash.add(argument);
    return hash.result();
}

} // namespace glasshouse
