// Reads the fields of one JSON object and remembers the first thing that is wrong, with its JSON pointer
// (RFC 6901): "/tools/0/name: is required". Keys that nobody asked for are kept by unread().
#pragma once

#include "core/base/result.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QSet>
#include <QStringList>
#include <QVector>

#include <limits>
#include <optional>

namespace glasshouse {

// `token` as one reference token of a JSON pointer, escaped and with its slash: "/a~1b" for "a/b".
[[nodiscard]] QString jsonPointerToken(QAnyStringView token);

class JsonReader
{
public:
    explicit JsonReader(const QJsonObject &object) : m_object(object) {}

    QString requiredText(QLatin1String key); // absent or empty is an error
    QString text(QLatin1String key, const QString &fallback = {});
    QStringList texts(QLatin1String key);
    bool flag(QLatin1String key, bool fallback = false);
    double number(QLatin1String key, double fallback = 0);
    qint64 whole(QLatin1String key, qint64 fallback = 0, qint64 least = std::numeric_limits<qint64>::min(),
                 qint64 most = std::numeric_limits<qint64>::max());
    int integer(QLatin1String key, int fallback = 0, int least = std::numeric_limits<int>::min(),
                int most = std::numeric_limits<int>::max());
    QJsonObject object(QLatin1String key);

    [[nodiscard]] bool has(QLatin1String key) const { return m_object.contains(key); }

    // One word of a fixed set, e.g. roleFromString.
    template<typename T> T word(QLatin1String key, T fallback, Result<T> (*parse)(QStringView))
    {
        return has(key) ? accept(jsonPointerToken(key) + QStringLiteral(": "), parse(text(key)), fallback)
                        : fallback;
    }

    // An array of objects, each read by T::fromJson.
    template<typename T> QVector<T> list(QLatin1String key)
    {
        QVector<T> values;
        const auto items = array(key);
        for (qsizetype i = 0; i < items.size(); ++i) {
            const QString pointer = jsonPointerToken(key) + jsonPointerToken(QString::number(i));
            if (items.at(i).isObject())
                values.append(accept(pointer, T::fromJson(items.at(i).toObject()), T{}));
            else
                reject(pointer, QStringLiteral("must be an object"));
        }
        return values;
    }

    void reject(const QString &pointer, const QString &why); // the first one wins

    [[nodiscard]] QJsonObject unread() const;

    // `value` if nothing was wrong, else the first error.
    template<typename T> [[nodiscard]] Result<T> finish(T value) const
    {
        if (m_error)
            return fail(*m_error);
        return value;
    }

private:
    QJsonValue take(QLatin1String key, QJsonValue::Type type, const char *expected);
    QJsonArray array(QLatin1String key);

    template<typename T> T accept(const QString &prefix, const Result<T> &result, const T &fallback)
    {
        if (result)
            return *result;
        if (!m_error)
            m_error = Error{prefix + result.error().message, ErrorCode::BadProject};
        return fallback;
    }

    QJsonObject m_object;
    QSet<QString> m_read;
    std::optional<Error> m_error;
};

} // namespace glasshouse
