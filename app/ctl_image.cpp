#include "app/ctl_command.h"
#include "app/ctl_output.h"
#include "app/ctl_syntax.h"
#include "app/paths.h"
#include "app/terminal_question.h"

#include "sandbox/host/guest_images.h"
#include "sandbox/host/image_workshop.h"

namespace glasshouse {

namespace {

using sandbox::ImageEntry;
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

sandbox::ImageCatalog catalog()
{
    return {imageStore(standardPaths().sandbox), standardPaths().imageTemplates};
}

QString noSuchTemplate(const QString &name)
{
    const auto names = ImageStore::knownNames() + catalog().templateNames();
    return QStringLiteral(
               "There is no image named %1 that could be built. There are %2; a template is a file "
               "%3/NAME.image.json, or any file that is named with its path.")
        .arg(name, names.join(QStringLiteral(", ")), standardPaths().imageTemplates);
}

QString buildQuestion(const sandbox::ImageTemplate &value)
{
    const auto replaced = catalog().entry(value.name).manifest
                              ? QStringLiteral(" It replaces the image %1 that is there.").arg(value.name)
                              : QString();
    const auto source =
        value.recipe.buildFromSource
            ? QStringLiteral(" Packages without a wheel run their own code during the build, confined.")
            : QString();
    return QStringLiteral("The image %1 is made of %2.%3%4 Build it?")
        .arg(value.name, sandbox::describe(value.recipe), source, replaced);
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

// What may not happen without a yes.
struct Consent
{
    QString question; // empty: nothing has to be asked
    QString otherwise;
};

// Asks first if it must.
class AskingCommand : public CtlCommand
{
public:
    AskingCommand(const Consent &consent, bool asJson)
        : m_asJson(asJson), m_isAgreed(consent.question.isEmpty()),
          m_question(consent.question, consent.otherwise)
    {
        connect(&m_question, &TerminalQuestion::agreed, this, [this] { proceed(); });
        connect(&m_question, &TerminalQuestion::refused, this, &AskingCommand::giveUp);
    }

    void start() override { m_isAgreed ? proceed() : m_question.ask(); }

protected:
    virtual void proceed() = 0;

    void giveUp(const Error &error)
    {
        printError(error, m_asJson);
        Q_EMIT finished(exitCodeFor(error.code));
    }

    bool m_asJson;

private:
    bool m_isAgreed;
    TerminalQuestion m_question;
};

class ImageBuildCommand final : public AskingCommand
{
public:
    ImageBuildCommand(const sandbox::ImageBuildInput &input, const Consent &consent, bool asJson)
        : AskingCommand(consent, asJson), m_build(input)
    {
        connect(&m_build, &sandbox::ImageBuild::progressed, this, &ImageBuildCommand::printProgress);
        connect(&m_build, &sandbox::ImageBuild::finished, this, &ImageBuildCommand::end);
    }

    void interrupt() override { m_isBuilding ? m_build.cancel() : Q_EMIT finished(ExitRunFailed); }

private:
    void proceed() override
    {
        m_isBuilding = true;
        m_build.start();
    }

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
        const auto remaining =
            remainingMs < 0 ? QString() : QStringLiteral(", about %1 s left").arg(remainingMs / 1000);
        printNote(QStringLiteral("%1 %: %2%3").arg(percent, 3).arg(step, remaining));
    }

    void end(const Result<ImageManifest> &image)
    {
        if (!image)
            return giveUp(image.error());
        printResult(*image, QStringLiteral("built"), m_asJson);
        Q_EMIT finished(ExitDone);
    }

    sandbox::ImageBuild m_build;
    QString m_step;
    int m_percent = -1;
    bool m_isBuilding = false;
};

class ImageVerifyCommand final : public CtlCommand
{
public:
    ImageVerifyCommand(const QString &image, bool asJson)
        : m_verification(imageStore(standardPaths().sandbox), image), m_asJson(asJson)
    {
        connect(&m_verification, &sandbox::ImageVerification::finished, this, &ImageVerifyCommand::end);
    }

    void start() override { m_verification.start(); }
    void interrupt() override { m_verification.cancel(); }

private:
    void end(const Result<ImageManifest> &image)
    {
        if (!image) {
            printError(image.error(), m_asJson);
            Q_EMIT finished(ExitSandboxUnavailable);
            return;
        }
        printResult(*image, QStringLiteral("verified"), m_asJson);
        Q_EMIT finished(ExitDone);
    }

    sandbox::ImageVerification m_verification;
    bool m_asJson;
};

class ImageRemoveCommand final : public AskingCommand
{
public:
    ImageRemoveCommand(QString image, const Consent &consent, bool asJson)
        : AskingCommand(consent, asJson), m_image(std::move(image)),
          m_workshop(standardPaths().sandbox, standardPaths().imageTemplates)
    {
    }

private:
    void proceed() override
    {
        if (const auto removed = m_workshop.remove(m_image); !removed)
            return giveUp(removed.error());
        if (m_asJson)
            printJson({{QStringLiteral("type"), QStringLiteral("result")},
                       {QStringLiteral("status"), QStringLiteral("removed")},
                       {QStringLiteral("name"), m_image}});
        else
            printText(QStringLiteral("%1: removed\n").arg(m_image));
        Q_EMIT finished(ExitDone);
    }

    QString m_image;
    sandbox::ImageWorkshop m_workshop;
};

QString stateText(ImageEntry::State state)
{
    switch (state) {
    case ImageEntry::State::NotBuilt:
        return QStringLiteral("not built");
    case ImageEntry::State::Built:
        return QStringLiteral("built");
    case ImageEntry::State::Outdated:
        return QStringLiteral("outdated");
    case ImageEntry::State::Damaged:
        break;
    }
    return QStringLiteral("damaged");
}

class ImageListCommand final : public CtlCommand
{
public:
    explicit ImageListCommand(bool asJson) : m_asJson(asJson) {}

    void start() override
    {
        const auto entries = catalog().entries();
        for (const auto &entry : entries)
            m_asJson ? printAsJson(entry) : printAsText(entry);
        if (m_asJson) {
            printJson({{QStringLiteral("type"), QStringLiteral("result")},
                       {QStringLiteral("status"), QStringLiteral("done")},
                       {QStringLiteral("images"), entries.size()}});
        }
        Q_EMIT finished(ExitDone);
    }

private:
    static void printAsJson(const ImageEntry &entry)
    {
        auto line =
            entry.manifest ? summary(*entry.manifest) : QJsonObject{{QStringLiteral("name"), entry.name}};
        line.insert(QStringLiteral("type"), QStringLiteral("image"));
        line.insert(QStringLiteral("state"), stateText(entry.state));
        if (!entry.problem.isEmpty())
            line.insert(QStringLiteral("problem"), entry.problem);
        if (entry.imageTemplate)
            line.insert(QStringLiteral("template"), entry.imageTemplate->toJson());
        printJson(line);
    }

    static void printAsText(const ImageEntry &entry)
    {
        if (!entry.problem.isEmpty())
            printNote(QStringLiteral("%1: %2").arg(entry.name, entry.problem));
        if (entry.manifest)
            printResult(*entry.manifest,
                        entry.state == ImageEntry::State::Outdated
                            ? QStringLiteral("its template has changed since it was built ") +
                                  entry.manifest->created
                            : QStringLiteral("built ") + entry.manifest->created,
                        false);
        else if (entry.state == ImageEntry::State::NotBuilt)
            printText(QStringLiteral("%1: not built yet; glasshousectl image build %1\n").arg(entry.name));
    }

    bool m_asJson;
};

struct BuildPlan
{
    sandbox::ImageBuildInput input;
    Consent consent;
};

// A name means one of Glasshouse's images or a template of the user's own; a file may come from anybody.
Result<BuildPlan> planBuild(const QString &what, const sandbox::ServicePaths &paths)
{
    const auto builder = sandbox::imageBuilder(paths, what);
    if (!builder)
        return fail(builder.error());
    BuildPlan plan{{*builder, what, paths.images}, {}};
    if (ImageStore::knownNames().contains(what))
        return plan;
    const bool isFile = what.contains(u'/') || what.endsWith(QStringLiteral(".json"));
    const auto value = isFile ? sandbox::readImageTemplate(what) : catalog().loadTemplate(what);
    if (!value && !isFile && value.error().code == ErrorCode::NotFound)
        return fail(noSuchTemplate(what), ErrorCode::BadUsage);
    if (!value)
        return fail(value.error());
    plan.input.image = value->name;
    plan.input.recipe = value->recipe;
    if (isFile)
        plan.consent = {buildQuestion(*value),
                        QStringLiteral("Building an image from a file has to be agreed to. Add --yes "
                                       "if you trust %1.")
                            .arg(what)};
    return plan;
}

} // namespace

CtlCommandResult makeImageCommand(const QStringList &arguments)
{
    const auto parsed = parseCommandArguments(u"image", arguments);
    if (!parsed)
        return fail(parsed.error());
    const auto action = parsed->positional.value(0);
    const auto image = parsed->positional.value(1, QStringLiteral("code-interpreter"));
    const bool isAgreed = parsed->flags.contains(QStringLiteral("yes"));
    if (action == QStringLiteral("list"))
        return std::make_unique<ImageListCommand>(parsed->asJson);
    if (action == QStringLiteral("verify"))
        return std::make_unique<ImageVerifyCommand>(image, parsed->asJson);
    if (action == QStringLiteral("build")) {
        const auto plan = planBuild(image, standardPaths().sandbox);
        if (!plan)
            return fail(plan.error());
        return std::make_unique<ImageBuildCommand>(plan->input, isAgreed ? Consent() : plan->consent,
                                                   parsed->asJson);
    }
    if (action == QStringLiteral("remove") && parsed->positional.size() == 2) {
        const Consent consent{QStringLiteral("Remove the image %1 with its template?").arg(image),
                              QStringLiteral("Removing an image has to be agreed to. Add --yes to do it.")};
        return std::make_unique<ImageRemoveCommand>(image, isAgreed ? Consent() : consent, parsed->asJson);
    }
    return fail(QStringLiteral("image takes list, or build, verify or remove and the name of an image."),
                ErrorCode::BadUsage);
}

} // namespace glasshouse
