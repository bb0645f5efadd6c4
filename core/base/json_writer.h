// Writes the fields of a JSON object and leaves out those that hold their default, so that files stay small.
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>
#include <QVector>

namespace glasshouse {

class JsonWriter
{
public:
    // `extra`: unknown keys that were read; a key written here wins.
    explicit JsonWriter(const QJsonObject &extra = {}) : m_object(extra) {}

    void always(QLatin1String key, const QJsonValue &value) { m_object.insert(key, value); }

    void unlessDefault(QLatin1String key, const QJsonValue &value, const QJsonValue &byDefault)
    {
        if (value == byDefault)
            m_object.remove(key);
        else
            m_object.insert(key, value);
    }

    void unlessEmpty(QLatin1String key, const QString &text) { unlessDefault(key, text, QString()); }
    void unlessEmpty(QLatin1String key, const QJsonObject &object)
    {
        unlessDefault(key, object, QJsonObject());
    }

    void unlessEmpty(QLatin1String key, const QStringList &texts)
    {
        unlessDefault(key, QJsonArray::fromStringList(texts), QJsonArray());
    }

    // A list of values that have toJson().
    template<typename T> void unlessEmpty(QLatin1String key, const QVector<T> &values)
    {
        QJsonArray items;
        for (const auto &value : values)
            items.append(value.toJson());
        unlessDefault(key, items, QJsonArray());
    }

    [[nodiscard]] QJsonObject object() const { return m_object; }

private:
    QJsonObject m_object;
};

} // namespace glasshouse
