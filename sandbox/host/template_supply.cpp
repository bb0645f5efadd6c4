#include "sandbox/host/template_supply.h"

#include <QDir>

namespace glasshouse::sandbox {

namespace {

constexpr int retryMs = 500;

} // namespace

TemplateSupply::TemplateSupply(TemplatePlan plan, QObject *parent)
    : QObject(parent), m_plan(std::move(plan)), m_lock(m_plan.folder + QStringLiteral(".lock"))
{
    m_lock.setStaleLockTime(0); // stale only if its owner is gone
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &TemplateSupply::lookOnDisk);
}

TemplateSupply::~TemplateSupply() = default;

void TemplateSupply::start()
{
    QTimer::singleShot(0, this, &TemplateSupply::lookOnDisk);
}

void TemplateSupply::lookOnDisk()
{
    const auto snapshot = findTemplate(m_plan.folder, m_plan.provided);
    if (!snapshot)
        lockAndBuild();
    else if (snapshot->isUntouched())
        Q_EMIT finished(*snapshot);
    else
        verify(*snapshot);
}

void TemplateSupply::verify(const Template &snapshot)
{
    m_hash = std::make_unique<FileHashJob>(QStringList{snapshot.memoryFile(), snapshot.deviceFile()});
    connect(m_hash.get(), &FileHashJob::finished, this,
            [this, snapshot](const Result<QVector<QByteArray>> &hashes) { handleHashes(snapshot, hashes); });
}

void TemplateSupply::handleHashes(Template snapshot, const Result<QVector<QByteArray>> &hashes)
{
    if (!hashes || *hashes != QVector<QByteArray>{snapshot.memorySha256, snapshot.deviceSha256})
        return lockAndBuild();
    snapshot.memoryMark = fileMark(snapshot.memoryFile());
    snapshot.deviceMark = fileMark(snapshot.deviceFile());
    [[maybe_unused]] const auto remembered = writeTemplate(snapshot); // if not, it is only hashed again
    Q_EMIT finished(snapshot);
}

void TemplateSupply::lockAndBuild()
{
    if (!QDir().mkpath(QFileInfo(m_plan.folder).path()))
        return Q_EMIT failed(TemplateBuild::Failure::NoRoom,
                             QStringLiteral("Could not create %1.").arg(QFileInfo(m_plan.folder).path()));
    if (m_lock.isLocked() || m_lock.tryLock(0))
        return build();
    Q_EMIT waitedForOther();
    m_retry.start(retryMs);
}

void TemplateSupply::build()
{
    auto work = ProgramFolder::create(QFileInfo(m_plan.folder).path() + QStringLiteral("/building"));
    if (!work)
        return Q_EMIT failed(TemplateBuild::Failure::NoRoom, work.error().message);
    m_work = std::move(*work);
    m_plan.workFolder = m_work->path() + QStringLiteral("/template");
    QDir().mkdir(m_plan.workFolder);
    m_build = std::make_unique<TemplateBuild>(m_plan);
    connect(m_build.get(), &TemplateBuild::stepped, this, &TemplateSupply::stepped);
    connect(m_build.get(), &TemplateBuild::failed, this, &TemplateSupply::failed);
    connect(m_build.get(), &TemplateBuild::built, this, &TemplateSupply::finished);
    m_build->start();
}

} // namespace glasshouse::sandbox
