#include "app/ctl_arguments.h"
#include "app/ctl_command.h"
#include "app/ctl_output.h"
#include "app/paths.h"

#include "sandbox/image/image_build.h"
#include "sandbox/image/image_store.h"

#include <QThread>

namespace glasshouse {

namespace {

using sandbox::ImageManifest;
using sandbox::ImageStore;

QJsonObject summary(const ImageManifest &image)
{
    qint64 size = 0;
    for (const auto &file : image.files())
        size += file.size;
    return {{QStringLiteral("name"), image.name},
            {QStringLiteral("created"), image.created},
            {QStringLiteral("kernel"), image.kernelVersion},
            {QStringLiteral("packages"), image.packages.size()},
            {QStringLiteral("size"), size}};
}

void printResult(const ImageManifest &image, const QString &status, bool asJson)
{
    auto line = summary(image);
    if (asJson) {
        line.insert(QStringLiteral("type"), QStringLiteral("result"));
        line.insert(QStringLiteral("status"), status);
        printJson(line);
    } else {
        printText(QStringLiteral("%1: %2, %3 packages, kernel %4, %5 MB\n")
                      .arg(image.name, status)
                      .arg(image.packages.size())
                      .arg(image.kernelVersion)
                      .arg(line.value(QStringLiteral("size")).toInteger() / 1'000'000));
    }
}

class ImageBuildCommand final : public CtlCommand
{
public:
    ImageBuildCommand(const sandbox::ImageBuildInput &input, bool asJson) : m_build(input), m_asJson(asJson)
    {
        connect(&m_build, &sandbox::ImageBuild::progressed, this, &ImageBuildCommand::printProgress);
        connect(&m_build, &sandbox::ImageBuild::finished, this, &ImageBuildCommand::end);
    }

    void start() override { m_build.start(); }
    void interrupt() override { m_build.cancel(); }

private:
    void printProgress(const QString &step, double fraction, qint64 remainingMs)
    {
        if (m_asJson) {
            printJson({{QStringLiteral("type"), QStringLiteral("progress")},
                       {QStringLiteral("step"), step},
                       {QStringLiteral("fraction"), fraction},
                       {QStringLiteral("remaining_ms"), remainingMs}});
            return;
        }
        const auto percent = qRound(fraction * 100);
        if (percent == m_percent && step == m_step)
            return;
        m_percent = percent;
        m_step = step;
        const auto remaining = remainingMs < 0 ? QString() : QStringLiteral(", about %1 s left").arg(remainingMs / 1000);
        printNote(QStringLiteral("%1 %: %2%3").arg(percent, 3).arg(step, remaining));
    }

    void end(const Result<ImageManifest> &image)
    {
        if (!image) {
            printError(image.error(), m_asJson);
            Q_EMIT finished(exitCodeFor(image.error().code));
            return;
        }
        printResult(*image, QStringLiteral("built"), m_asJson);
        Q_EMIT finished(ExitDone);
    }

    sandbox::ImageBuild m_build;
    QString m_step;
    int m_percent = -1;
    bool m_asJson;
};

// Hashing an image takes seconds: a thread does it, so that Ctrl+C works meanwhile.
class ImageVerifyCommand final : public CtlCommand
{
public:
    ImageVerifyCommand(QString image, bool asJson) : m_image(std::move(image)), m_asJson(asJson) {}
    ~ImageVerifyCommand() override
    {
        m_cancelled = true;
        if (m_thread)
            m_thread->wait();
    }

    void start() override
    {
        m_thread.reset(QThread::create([this] {
            m_result = ImageStore(standardPaths().sandbox.images).verify(m_image, &m_cancelled);
        }));
        connect(m_thread.get(), &QThread::finished, this, &ImageVerifyCommand::end);
        m_thread->start();
    }

    void interrupt() override { m_cancelled = true; }

private:
    void end()
    {
        if (!m_result) {
            printError(m_result.error(), m_asJson);
            Q_EMIT finished(ExitSandboxUnavailable);
            return;
        }
        printResult(*m_result, QStringLiteral("verified"), m_asJson);
        Q_EMIT finished(ExitDone);
    }

    QString m_image;
    bool m_asJson;
    std::atomic_bool m_cancelled{false};
    std::unique_ptr<QThread> m_thread;
    Result<ImageManifest> m_result = fail(QStringLiteral("The verification did not start."));
};

class ImageListCommand final : public CtlCommand
{
public:
    explicit ImageListCommand(bool asJson) : m_asJson(asJson) {}

    void start() override
    {
        const ImageStore store(standardPaths().sandbox.images);
        const auto present = store.list();
        for (const auto &name : present)
            print(name, store.load(name));
        for (const auto &name : ImageStore::knownNames()) {
            if (!present.contains(name) && !m_asJson)
                printText(QStringLiteral("%1: not built yet; glasshousectl image build %1\n").arg(name));
        }
        if (m_asJson) {
            printJson({{QStringLiteral("type"), QStringLiteral("result")},
                       {QStringLiteral("status"), QStringLiteral("done")},
                       {QStringLiteral("images"), present.size()}});
        }
        Q_EMIT finished(ExitDone);
    }

private:
    void print(const QString &name, const Result<ImageManifest> &image) const
    {
        if (!image) {
            printNote(QStringLiteral("%1: %2").arg(name, image.error().message));
        } else if (m_asJson) {
            auto line = summary(*image);
            line.insert(QStringLiteral("type"), QStringLiteral("image"));
            printJson(line);
        } else {
            printResult(*image, QStringLiteral("built ") + image->created, false);
        }
    }

    bool m_asJson;
};

} // namespace

CtlCommandResult makeImageCommand(const QStringList &arguments)
{
    const auto parsed = parseArguments(arguments, {});
    if (!parsed)
        return fail(parsed.error());
    const auto action = parsed->positional.value(0);
    const auto image = parsed->positional.value(1, QStringLiteral("code-interpreter"));
    const auto paths = standardPaths().sandbox;
    if (action == QStringLiteral("list"))
        return std::make_unique<ImageListCommand>(parsed->asJson);
    if (action == QStringLiteral("verify"))
        return std::make_unique<ImageVerifyCommand>(image, parsed->asJson);
    if (action == QStringLiteral("build")) {
        if (!ImageStore::knownNames().contains(image))
            return fail(QStringLiteral("There is no image named %1. The images are %2.")
                            .arg(image, ImageStore::knownNames().join(QStringLiteral(" and "))),
                        ErrorCode::BadUsage);
        const sandbox::ImageBuildInput input{paths.guest + QStringLiteral("/build_image"), image, paths.images};
        return std::make_unique<ImageBuildCommand>(input, parsed->asJson);
    }
    return fail(QStringLiteral("image takes build, list or verify, and the name of an image."), ErrorCode::BadUsage);
}

} // namespace glasshouse
