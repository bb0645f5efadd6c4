// Collects streamed text into pieces worth an event each: what arrives within 40 ms, or 4,096 characters.
#pragma once

#include <QObject>
#include <QTimer>

namespace glasshouse {

class TextBatch : public QObject
{
    Q_OBJECT

public:
    explicit TextBatch(QObject *parent = nullptr);

    // `channel` keeps apart what must not be mixed (stdout, stderr); a change of it flushes.
    void append(const QString &channel, const QString &text);
    void flush();
    void discard();

Q_SIGNALS:
    void collected(const QString &channel, const QString &text);

private:
    QTimer m_timer;
    QString m_channel;
    QString m_text;
};

} // namespace glasshouse
