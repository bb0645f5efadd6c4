// bench_files [MEGABYTES [FILES]]: what the file server does by itself, without a VM, as one line of JSON.
#include "sandbox/files/mount_server.h"
#include "sandbox/files/p9_session.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtEndian>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <utility>

using namespace glasshouse;
using namespace glasshouse::sandbox;

namespace {

constexpr std::uint32_t messageSize = 512 << 10;
constexpr std::uint32_t blockSize = messageSize - 4096;
constexpr int batch = 64; // requests that a busy guest has on their way at once

// One request of fixed layout: numbers of the given sizes one after another.
class Message
{
public:
    explicit Message(p9::Type type) { u32(0).u8(static_cast<std::uint8_t>(type)).u16(1); }

    Message &u8(std::uint8_t value) { return number(value); }
    Message &u16(std::uint16_t value) { return number(value); }
    Message &u32(std::uint32_t value) { return number(value); }
    Message &u64(std::uint64_t value) { return number(value); }
    Message &text(const QByteArray &text)
    {
        u16(static_cast<std::uint16_t>(text.size()));
        m_bytes += text;
        return *this;
    }
    Message &data(const QByteArray &data)
    {
        u32(static_cast<std::uint32_t>(data.size()));
        m_bytes += data;
        return *this;
    }
    [[nodiscard]] QByteArray bytes() const
    {
        QByteArray message = m_bytes;
        qToLittleEndian(static_cast<std::uint32_t>(message.size()), message.data());
        return message;
    }

private:
    template<typename Number> Message &number(Number value)
    {
        char little[sizeof value];
        qToLittleEndian(value, little);
        m_bytes.append(little, sizeof value);
        return *this;
    }

    QByteArray m_bytes;
};

// Sends requests, and ends the program if one fails: then the figures would mean nothing.
class Guest
{
public:
    explicit Guest(const QString &folder)
        : m_session(HostTree::open(QFile::encodeName(folder).toStdString()).value(),
                    {true, Quota{1ULL << 40, 1'000'000}, &m_clock, [](const FileAccess &) {}})
    {
        send(Message(p9::Type::Version).u32(messageSize).text("9P2000.L").bytes());
        send(Message(p9::Type::Attach).u32(0).u32(p9::noFid).text("").text("").u32(1000).bytes());
    }

    qint64 send(const QByteArray &requests)
    {
        qint64 received = check(m_session.receive(requests));
        while (m_session.isWaiting())
            received += check(m_session.receive({}));
        return received;
    }

private:
    [[nodiscard]] qint64 check(const QByteArray &replies) const
    {
        for (qsizetype at = 0; at < replies.size();
             at += qFromLittleEndian<std::uint32_t>(replies.data() + at))
            if (static_cast<std::uint8_t>(replies[at + 4]) == p9::errorReply)
                qFatal("A request failed with error %u.",
                       qFromLittleEndian<std::uint32_t>(replies.data() + at + 7));
        if (m_session.violation())
            qFatal("%s", qPrintable(*m_session.violation()));
        return replies.size();
    }

    SystemClock m_clock;
    P9Session m_session;
};

double perSecond(double amount, const QElapsedTimer &timer)
{
    return amount * 1e9 / static_cast<double>(std::max<qint64>(1, timer.nsecsElapsed()));
}

double writeMegabytes(Guest &guest, int megabytes)
{
    guest.send(Message(p9::Type::Walk).u32(0).u32(1).u16(0).bytes());
    guest.send(Message(p9::Type::Create).u32(1).text("large").u32(2).u32(0644).u32(1000).bytes());
    const QByteArray block(blockSize, 'x');
    const qint64 size = qint64(megabytes) << 20;
    QElapsedTimer timer;
    timer.start();
    for (qint64 at = 0; at < size; at += blockSize)
        guest.send(Message(p9::Type::Write).u32(1).u64(static_cast<std::uint64_t>(at)).data(block).bytes());
    return perSecond(megabytes, timer);
}

double readMegabytes(Guest &guest, int megabytes)
{
    const qint64 size = qint64(megabytes) << 20;
    QElapsedTimer timer;
    timer.start();
    for (qint64 at = 0; at < size; at += blockSize)
        guest.send(Message(p9::Type::Read).u32(1).u64(static_cast<std::uint64_t>(at)).u32(blockSize).bytes());
    return perSecond(megabytes, timer);
}

double createFiles(Guest &guest, int files)
{
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < files; ++i)
        guest.send(Message(p9::Type::Walk).u32(0).u32(2).u16(0).bytes() +
                   Message(p9::Type::Create)
                       .u32(2)
                       .text("file-" + QByteArray::number(i))
                       .u32(1)
                       .u32(0644)
                       .u32(1000)
                       .bytes() +
                   Message(p9::Type::Clunk).u32(2).bytes());
    return perSecond(files, timer);
}

// As the kernel's client does it without a cache: walk, ask, close; one at a time or many at once.
double statFiles(Guest &guest, int files, int atOnce)
{
    QElapsedTimer timer;
    timer.start();
    QByteArray requests;
    for (int i = 0; i < files; ++i) {
        requests +=
            Message(p9::Type::Walk).u32(0).u32(2).u16(1).text("file-" + QByteArray::number(i)).bytes();
        requests += Message(p9::Type::GetAttributes).u32(2).u64(0x7ff).bytes();
        requests += Message(p9::Type::Clunk).u32(2).bytes();
        if (i % atOnce == 0)
            guest.send(std::exchange(requests, {}));
    }
    guest.send(requests);
    return perSecond(files, timer);
}

// One request at a time through the server's thread and back: what each step of a guest waits for at least.
double roundTripMicroseconds(const QString &folder, int rounds)
{
    const SystemClock clock;
    MountServer server(Export{folder, true, {}}, clock);
    const QByteArray ask = Message(p9::Type::GetAttributes).u32(0).u64(0x7ff).bytes();
    int left = rounds;
    QElapsedTimer timer;
    QObject::connect(&server, &MountServer::replied, &server, [&](const QByteArray &replies) {
        server.acknowledge(replies.size());
        if (left == rounds)
            timer.start(); // the greeting is answered
        if (left-- > 0)
            server.receive(ask);
        else
            QCoreApplication::quit();
    });
    server.receive(Message(p9::Type::Version).u32(messageSize).text("9P2000.L").bytes() +
                   Message(p9::Type::Attach).u32(0).u32(p9::noFid).text("").text("").u32(1000).bytes());
    QCoreApplication::exec();
    return static_cast<double>(timer.nsecsElapsed()) / 1e3 / rounds;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const int megabytes = argc > 1 ? std::max(1, std::atoi(argv[1])) : 512;
    const int files = argc > 2 ? std::max(1, std::atoi(argv[2])) : 10'000;
    const QTemporaryDir folder;
    Guest guest(folder.path());
    QJsonObject figures;
    figures[QStringLiteral("write_mb_s")] = writeMegabytes(guest, megabytes);
    figures[QStringLiteral("read_mb_s")] = readMegabytes(guest, megabytes);
    figures[QStringLiteral("create_per_s")] = createFiles(guest, files);
    figures[QStringLiteral("stat_per_s")] = statFiles(guest, files, 1);
    figures[QStringLiteral("stat_batched_per_s")] = statFiles(guest, files, batch);
    figures[QStringLiteral("round_trip_us")] = roundTripMicroseconds(folder.path(), files);
    std::puts(QJsonDocument(figures).toJson(QJsonDocument::Compact).constData());
}
