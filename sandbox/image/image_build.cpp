#include "sandbox/image/image_build.h"

#include "core/base/process_group.h"
#include "sandbox/image/image_store.h"

namespace glasshouse::sandbox {

namespace {

constexpr double smallestFractionForEstimate = 0.05;

} // namespace

QStringList buildArguments(const ImageBuildInput &input)
{
    QStringList arguments{input.image, input.folder};
    if (!input.recipe)
        return arguments;
    arguments << QStringLiteral("--from") << input.recipe->base << QStringLiteral("--debian")
              << input.recipe->debian.join(u' ') << QStringLiteral("--python")
              << input.recipe->python.join(u' ');
    if (input.recipe->buildFromSource)
        arguments << QStringLiteral("--source");
    return arguments;
}

ImageBuild::ImageBuild(ImageBuildInput input, QObject *parent)
    : QObject(parent), m_input(std::move(input)), m_process(std::make_unique<QProcess>())
{
    m_process->setProgram(m_input.script);
    m_process->setArguments(buildArguments(m_input));
    m_process->setStandardInputFile(QProcess::nullDevice());
    m_process->setStandardErrorFile(QProcess::nullDevice());
    leadOwnGroup(*m_process, GroupEnd::Terminate);
    connect(m_process.get(), &QProcess::readyReadStandardOutput, this, &ImageBuild::readLines);
    connect(m_process.get(), &QProcess::finished, this, &ImageBuild::readResult);
    connect(m_process.get(), &QProcess::errorOccurred, this, &ImageBuild::failToStart);
}

// The script cleans up by itself after the signal: waiting for it here would block.
ImageBuild::~ImageBuild()
{
    m_process->disconnect(this);
    endGroup(std::move(m_process), GroupEnd::Terminate);
}

void ImageBuild::start()
{
    m_clock.start();
    m_process->start();
}

void ImageBuild::cancel()
{
    if (m_process->state() == QProcess::NotRunning)
        return;
    m_cancelled = true;
    m_process->terminate();
}

void ImageBuild::readLines()
{
    while (m_process->canReadLine())
        readLine(QString::fromUtf8(m_process->readLine()).trimmed());
}

void ImageBuild::readLine(const QString &line)
{
    if (line.startsWith(u"progress "))
        readProgress(line);
    else if (line.startsWith(u"error "))
        m_error = line.section(u' ', 1);
}

void ImageBuild::readProgress(const QString &line)
{
    bool valid = false;
    const double fraction = line.section(u' ', 1, 1).toDouble(&valid);
    if (valid && fraction >= 0 && fraction <= 1)
        Q_EMIT progressed(line.section(u' ', 2), fraction, remainingMs(fraction));
}

qint64 ImageBuild::remainingMs(double fraction) const
{
    if (fraction < smallestFractionForEstimate)
        return -1;
    return static_cast<qint64>(static_cast<double>(m_clock.elapsed()) * (1 - fraction) / fraction);
}

void ImageBuild::readResult(int exitCode, QProcess::ExitStatus status)
{
    readLines();
    if (m_cancelled)
        Q_EMIT finished(fail(QStringLiteral("The build of the image %1 was cancelled.").arg(m_input.image),
                             ErrorCode::Cancelled));
    else if (status == QProcess::NormalExit && exitCode == 0)
        Q_EMIT finished(ImageStore(m_input.folder).load(m_input.image));
    else if (!m_error.isEmpty())
        Q_EMIT finished(fail(m_error, ErrorCode::SandboxUnavailable));
    else
        Q_EMIT finished(
            fail(QStringLiteral("The build of the image %1 ended unexpectedly.").arg(m_input.image),
                 ErrorCode::SandboxUnavailable));
}

void ImageBuild::failToStart(QProcess::ProcessError error)
{
    if (error == QProcess::FailedToStart)
        Q_EMIT finished(fail(QStringLiteral("The image cannot be built because %1 cannot be started: %2.")
                                 .arg(m_input.script, m_process->errorString()),
                             ErrorCode::SandboxUnavailable));
}

} // namespace glasshouse::sandbox
