// Comes up with a template for one accelerator: the one on disk, made here or by a package, if its hashes are
// right, else a new one. Of several programs that want the same one, one builds and the others wait.
#pragma once

#include "sandbox/host/program_folder.h"
#include "sandbox/host/template_build.h"

namespace glasshouse::sandbox {

class TemplateSupply : public QObject
{
    Q_OBJECT

public:
    explicit TemplateSupply(TemplatePlan plan, QObject *parent = nullptr);
    ~TemplateSupply() override;

    void start();

Q_SIGNALS:
    void waitedForOther(); // another program is building it
    void stepped(glasshouse::sandbox::TemplateBuild::Step step);
    void finished(const glasshouse::sandbox::Template &snapshot);
    void failed(glasshouse::sandbox::TemplateBuild::Failure failure, const QString &sentence);

private:
    void lookOnDisk();
    void verify(const Template &snapshot);
    void handleHashes(Template snapshot, const Result<QVector<QByteArray>> &hashes);
    void lockAndBuild();
    void build();

    TemplatePlan m_plan;
    QLockFile m_lock;
    QTimer m_retry;
    std::unique_ptr<ProgramFolder> m_work;
    std::unique_ptr<FileHashJob> m_hash;
    std::unique_ptr<TemplateBuild> m_build;
};

} // namespace glasshouse::sandbox
