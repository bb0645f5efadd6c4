#include "ui/sandbox/glass_views.h"

#include "ui/common/access_text.h"
#include "ui/common/row_delegate.h"
#include "ui/common/visible_text.h"
#include "ui/common/widgets.h"
#include "ui/sandbox/artifact_view.h"
#include "ui/sandbox/sandbox_text.h"

#include <QHBoxLayout>
#include <QListWidget>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

constexpr int FactsWidth = 420;

QVBoxLayout *paddedColumn(QWidget *widget)
{
    auto *layout = new QVBoxLayout(widget);
    layout->setContentsMargins(metric::Medium, metric::Small, metric::Medium, metric::Small);
    layout->setSpacing(metric::Tight);
    return layout;
}

ToneLabel *sentence(const Theme *theme, const QString &text, QWidget *parent)
{
    auto *label = new ToneLabel(theme, ColorRole::TextDim, text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

} // namespace

FilesView::FilesView(const Theme *theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_list(new QListWidget(this)),
      m_mounts(new InfoRow(theme, QStringLiteral("hard-drive"), {}, this)),
      m_empty(sentence(theme, tr("/output is empty. What code writes there appears here."), this))
{
    setUpRows(m_list, theme);
    m_list->setAccessibleName(tr("Files in /output"));
    m_mounts->setFixedWidth(FactsWidth);
    setAccess({});
    auto *layout = paddedColumn(this);
    layout->addWidget(new SectionHeader(theme, tr("MOUNTS"), this));
    layout->addWidget(m_mounts);
    layout->addWidget(new SectionHeader(theme, tr("/output"), this));
    layout->addWidget(m_empty);
    layout->addWidget(m_list, 1);
    connect(m_list, &QListWidget::itemActivated, this,
            [this](QListWidgetItem *item) { Q_EMIT activated(m_artifacts.at(m_list->row(item))); });
}

void FilesView::setArtifacts(const QVector<Artifact> &artifacts)
{
    m_artifacts = artifacts;
    m_list->clear();
    for (const Artifact &artifact : artifacts) {
        auto *item = new QListWidgetItem(m_theme->icon(artifactIcon(artifact)),
                                         visibleLine(artifact.name, 200), m_list);
        item->setData(row_role::Detail, sizeText(artifact.size));
    }
    m_empty->setVisible(artifacts.isEmpty());
}

void FilesView::setAccess(const SandboxAccess &access)
{
    m_mounts->setName(access.mounts.isEmpty() ? tr("Nothing of this machine is mounted")
                                              : foldersText(access));
}

NetworkView::NetworkView(const Theme *theme, QWidget *parent)
    : QWidget(parent), m_fact(new InfoRow(theme, QStringLiteral("lock"), {}, this))
{
    m_fact->setFixedWidth(FactsWidth);
    setAccess({});
    auto *layout = paddedColumn(this);
    layout->addWidget(new SectionHeader(theme, tr("ALLOW-LIST"), this));
    layout->addWidget(m_fact);
    layout->addWidget(
        sentence(theme,
                 tr("The sandbox has no network card. Its only way out is a proxy of this program, which "
                    "denies what is not on the allow-list, and this machine and your local network "
                    "unless their address itself is listed."),
                 this));
    layout->addStretch();
}

void NetworkView::setAccess(const SandboxAccess &access)
{
    const bool closed = access.allow.isEmpty() && !access.asksForUnlisted;
    m_fact->setIcon(closed ? QStringLiteral("lock") : QStringLiteral("globe"),
                    closed ? ColorRole::Done : ColorRole::Waiting);
    m_fact->setName(closed ? tr("No network: everything is denied") : networkText(access));
}

ResourcesView::ResourcesView(const Theme *theme, QWidget *parent) : QWidget(parent)
{
    auto *layout = paddedColumn(this);
    const auto row = [&](const char *icon, const QString &name) {
        auto *made = new InfoRow(theme, QString::fromLatin1(icon), name, this);
        made->setFixedWidth(FactsWidth);
        layout->addWidget(made);
        return made;
    };
    m_state = row("box", tr("State"));
    m_accelerator = row("zap", tr("Accelerator"));
    m_confinement = row("shield-check", tr("Confinement"));
    m_memory = row("cpu", tr("Memory limit"));
    m_running = row("layers", tr("Live sandboxes"));
    m_restore = row("timer", tr("Last start"));
    layout->addStretch();
}

void ResourcesView::setStatus(const sandbox::Status &status)
{
    const SandboxWords words = sandboxWords(status.state);
    m_state->setIcon(words.icon, words.role);
    m_state->setValue(words.title);
    m_accelerator->setValue(acceleratorText(status.accelerator));
    m_confinement->setValue(confinementText(status));
    m_running->setValue(tr("%1 running, %2 ready").arg(status.running).arg(status.pooled));
    m_restore->setValue(status.lastRestoreMs > 0 ? tr("restored in %1 ms").arg(status.lastRestoreMs)
                                                 : tr("none yet"));
}

void ResourcesView::setMemoryLimit(int megabytes)
{
    m_memory->setValue(tr("%1 MB").arg(megabytes));
}

} // namespace glasshouse::ui
