#include "sandbox/host/limits.h"

#include <QLocale>

namespace glasshouse::sandbox {

namespace {

QString seconds(int milliseconds)
{
    return QStringLiteral("%1 s").arg(QLocale::c().toString(milliseconds / 1000.0, 'g', 6));
}

QString size(qint64 bytes)
{
    return QLocale::c().formattedDataSize(bytes);
}

QString count(int number)
{
    return QLocale::c().toString(number);
}

QString sentenceFor(Limit limit, const Limits &limits)
{
    switch (limit) {
    case Limit::WallTime:
        return QStringLiteral("The code ran longer than %1, so it was stopped.")
            .arg(seconds(limits.callTimeoutMs));
    case Limit::CpuTime:
        return QStringLiteral("The code used more than %1 of processor time, so it was stopped.")
            .arg(seconds(limits.cpuTimeMs > 0 ? limits.cpuTimeMs : limits.callTimeoutMs));
    case Limit::Memory:
        return QStringLiteral(
                   "The code needed more memory than a sandbox of %1 MB has, so a process of it was ended.")
            .arg(count(limits.memoryMb));
    case Limit::Processes:
        return QStringLiteral(
                   "The code tried to have more than %1 processes and threads at once; starting more failed.")
            .arg(count(limits.processes));
    case Limit::PrintedBytes:
        return QStringLiteral(
                   "The code printed more than %1, so it was stopped. Large data belongs into /output.")
            .arg(size(limits.printedBytes));
    case Limit::OutputBytes:
        return QStringLiteral("/output is full: its files may be %1 together.").arg(size(limits.outputBytes));
    case Limit::OutputFiles:
        return QStringLiteral("/output is full: it may hold %1 files.").arg(count(limits.outputFiles));
    }
    return {};
}

} // namespace

QString toString(Limit limit)
{
    switch (limit) {
    case Limit::WallTime:
        return QStringLiteral("call_timeout_ms");
    case Limit::CpuTime:
        return QStringLiteral("cpu_time_ms");
    case Limit::Memory:
        return QStringLiteral("memory_mb");
    case Limit::Processes:
        return QStringLiteral("processes");
    case Limit::PrintedBytes:
        return QStringLiteral("printed_bytes");
    case Limit::OutputBytes:
        return QStringLiteral("output_bytes");
    case Limit::OutputFiles:
        return QStringLiteral("output_files");
    }
    return {};
}

LimitHit limitHit(Limit limit, const Limits &limits)
{
    return {limit, sentenceFor(limit, limits) +
                       QStringLiteral(" The sandbox profile sets this limit (%1).").arg(toString(limit))};
}

} // namespace glasshouse::sandbox
