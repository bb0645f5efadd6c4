// Sends a saved state to a QEMU that waits for it on a port of loopback, where processes inherit no files.
#pragma once

#include <QObject>
#include <QThread>

namespace glasshouse::sandbox {

class StateSender : public QObject
{
    Q_OBJECT

public:
    StateSender(const QString &file, quint16 port, QObject *parent = nullptr);
    ~StateSender() override;

Q_SIGNALS:
    void failed(const QString &sentence);

private:
    QThread m_thread; // reading the file may take as long as the disk does
};

} // namespace glasshouse::sandbox
