// What the code of the benchmark talks to: files in a folder, and a server on loopback that sends without
// end.
#pragma once

#include "sandbox/host/session_setup.h"

#include <QTcpServer>
#include <QTemporaryDir>
#include <QThread>

namespace glasshouse::sandbox {

class BenchWorld
{
public:
    static constexpr qint64 transferBytes = 16 << 20; // in one go
    // In a folder below /input, named 0 to 299; /input/large lies beside it.
    static constexpr int smallFiles = 300;

    BenchWorld();
    ~BenchWorld();

    [[nodiscard]] Result<void> make(); // first
    // Gives the folder of the small files another name, so that the guest knows none of them. Returns its
    // path in the guest.
    [[nodiscard]] Result<QByteArray> renameSmallFolder(int number);
    [[nodiscard]] SessionSetup setup() const;
    [[nodiscard]] QByteArray server() const; // HOST:PORT

private:
    QTemporaryDir m_folder;
    QString m_smallFolder = QStringLiteral("small");
    QThread m_thread; // so that what is measured is not the server
    QTcpServer m_server;
};

} // namespace glasshouse::sandbox
