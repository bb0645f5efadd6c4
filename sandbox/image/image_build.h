// Builds one guest image in the background by running the script build_image, and can be cancelled at any
// moment.
#pragma once

#include "sandbox/image/image_manifest.h"

#include <QByteArray>
#include <QElapsedTimer>
#include <QObject>
#include <QProcess>

#include <memory>

namespace glasshouse::sandbox {

struct ImageBuildInput
{
    QString script; // path of build_image
    QString image;
    QString folder;                      // ServicePaths::images
    std::optional<ImageRecipe> recipe{}; // of an image of the user's own

    bool operator==(const ImageBuildInput &) const = default;
};

// The script's command line: NAME FOLDER [--from BASE ...].
[[nodiscard]] QStringList buildArguments(const ImageBuildInput &input);

// Deleting it cancels. But for what a failed one had downloaded, which the next one uses, nothing is left
// behind by a build that was cancelled, failed or died with this program.
class ImageBuild : public QObject
{
    Q_OBJECT

public:
    explicit ImageBuild(ImageBuildInput input, QObject *parent = nullptr);
    ~ImageBuild() override;

    void start();
    void cancel(); // finished() follows with ErrorCode::Cancelled once everything is cleaned up

Q_SIGNALS:
    void progressed(const QString &step, double fraction,
                    qint64 remainingMs); // remainingMs -1: not known yet
    void finished(const glasshouse::Result<glasshouse::sandbox::ImageManifest> &result);

private:
    void readLines();
    void readLine(const QString &line);
    void readProgress(const QString &line);
    void readResult(int exitCode, QProcess::ExitStatus status);
    void failToStart(QProcess::ProcessError error);
    [[nodiscard]] qint64 remainingMs(double fraction) const;

    ImageBuildInput m_input;
    std::unique_ptr<QProcess> m_process;
    QElapsedTimer m_clock;
    QString m_error; // the script's last words
    bool m_cancelled = false;
};

} // namespace glasshouse::sandbox
