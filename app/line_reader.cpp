#include "app/line_reader.h"

#include <iostream>
#include <mutex>
#include <string>
#include <thread>

#ifdef Q_OS_WIN
#include <io.h>
#else
#include <unistd.h>
#endif

namespace glasshouse {

struct LineReader::Link
{
    std::mutex mutex;
    LineReader *reader = nullptr;
};

LineReader::LineReader(QObject *parent) : QObject(parent), m_link(std::make_shared<Link>())
{
    m_link->reader = this;
}

LineReader::~LineReader()
{
    const std::lock_guard lock(m_link->mutex);
    m_link->reader = nullptr;
}

void LineReader::readLine()
{
    // Detached on purpose: a blocked read of a terminal cannot be interrupted portably, and the program may
    // end meanwhile.
    std::thread([link = m_link] {
        std::string line;
        const bool gotLine = static_cast<bool>(std::getline(std::cin, line));
        const std::lock_guard lock(link->mutex);
        if (!link->reader)
            return;
        QMetaObject::invokeMethod(link->reader, [reader = link->reader, gotLine, text = QString::fromStdString(line)] {
            if (gotLine)
                Q_EMIT reader->lineRead(text);
            else
                Q_EMIT reader->closed();
        }, Qt::QueuedConnection);
    }).detach();
}

bool LineReader::isTerminal()
{
#ifdef Q_OS_WIN
    return _isatty(_fileno(stdin)) != 0;
#else
    return ::isatty(STDIN_FILENO) != 0;
#endif
}

} // namespace glasshouse
