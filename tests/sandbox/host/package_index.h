// A package index with one package of one module, on an address of loopback that the guest's no_proxy does
// not name.
#pragma once

#include <QProcess>
#include <QTcpServer>
#include <QTcpSocket>

namespace glasshouse::sandbox {

class PackageIndex
{
public:
    PackageIndex()
    {
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
            auto *socket = m_server.nextPendingConnection();
            QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] { answer(*socket); });
            QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        });
        m_server.listen(QHostAddress(QStringLiteral("127.0.0.2")));
        makeWheel();
    }

    [[nodiscard]] QString target() const { return QStringLiteral("127.0.0.2:%1").arg(m_server.serverPort()); }

private:
    void answer(QTcpSocket &socket) const
    {
        const QByteArray path = socket.readAll().split(' ').value(1);
        if (path.endsWith(".whl"))
            reply(socket, "200 OK", "application/octet-stream", m_wheel);
        else if (path == "/simple/tinypackage/")
            reply(socket, "200 OK", "text/html",
                  "<!DOCTYPE html><a href=\"/tinypackage-1.0-py3-none-any.whl\">tinypackage</a>");
        else
            reply(socket, "404 Not Found", "text/plain", "no");
    }

    static void reply(QTcpSocket &socket, const QByteArray &status, const QByteArray &type,
                      const QByteArray &body)
    {
        socket.write("HTTP/1.1 " + status + "\r\nContent-Type: " + type +
                     "\r\nConnection: close\r\nContent-Length: " + QByteArray::number(body.size()) +
                     "\r\n\r\n" + body);
        socket.disconnectFromHost();
    }

    // By Debian's Python, so that no archive is in the tree.
    void makeWheel()
    {
        const QString script =
            QStringLiteral("import sys, io, zipfile\n"
                           "b = io.BytesIO()\nz = zipfile.ZipFile(b, 'w')\nd = 'tinypackage-1.0.dist-info/'\n"
                           "z.writestr('tinypackage.py', 'answer = 42\\n')\n"
                           "z.writestr(d + 'METADATA', 'Metadata-Version: 2.1\\nName: tinypackage\\n"
                           "Version: 1.0\\n')\n"
                           "z.writestr(d + 'WHEEL', 'Wheel-Version: 1.0\\nGenerator: t\\n"
                           "Root-Is-Purelib: true\\nTag: py3-none-any\\n')\n"
                           "z.writestr(d + 'RECORD', 'tinypackage.py,,\\n' + d + 'METADATA,,\\n' + d + "
                           "'WHEEL,,\\n' + d + 'RECORD,,\\n')\n"
                           "z.close()\nsys.stdout.buffer.write(b.getvalue())\n");
        QProcess python;
        python.start(QStringLiteral("/usr/bin/python3"), {QStringLiteral("-c"), script});
        python.waitForFinished();
        m_wheel = python.readAllStandardOutput();
    }

    QTcpServer m_server;
    QByteArray m_wheel;
};

} // namespace glasshouse::sandbox
