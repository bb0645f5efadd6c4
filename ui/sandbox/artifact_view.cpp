#include "ui/sandbox/artifact_view.h"

#include "ui/common/visible_text.h"
#include "ui/common/widgets.h"
#include "ui/sandbox/artifact_content.h"
#include "ui/sandbox/artifact_files.h"

#include <QComboBox>
#include <QDateTime>
#include <QDesktopServices>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QMessageBox>
#include <QPointer>
#include <QSplitter>
#include <QStackedWidget>
#include <QStringBuilder>
#include <QUrl>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

void showProblem(QWidget *parent, const QString &sentence)
{
    auto *box = new QMessageBox(QMessageBox::Warning, ArtifactView::tr("Save artifact"), sentence,
                                QMessageBox::Ok, parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->open();
}

} // namespace

ArtifactKind artifactKind(const Artifact &artifact)
{
    const QString name = artifact.name.toLower();
    const QString &mime = artifact.mime;
    if (mime.contains(u"svg") || name.endsWith(u".svg"))
        return ArtifactKind::Text;
    if (mime.startsWith(u"image/"))
        return ArtifactKind::Image;
    if (mime.contains(u"csv") || mime.contains(u"tab-separated") || name.endsWith(u".csv") ||
        name.endsWith(u".tsv"))
        return ArtifactKind::Table;
    if (mime.contains(u"json") || name.endsWith(u".json"))
        return ArtifactKind::Json;
    if (mime.startsWith(u"text/") || mime.contains(u"xml") || mime.contains(u"javascript"))
        return ArtifactKind::Text;
    return ArtifactKind::Binary;
}

QString artifactIcon(const Artifact &artifact)
{
    switch (artifactKind(artifact)) {
    case ArtifactKind::Image:
        return QStringLiteral("image");
    case ArtifactKind::Table:
        return QStringLiteral("table");
    case ArtifactKind::Json:
        return QStringLiteral("braces");
    case ArtifactKind::Text:
        return QStringLiteral("file-text");
    case ArtifactKind::Binary:
        break;
    }
    return QStringLiteral("file");
}

ArtifactView::ArtifactView(const Theme *theme, QWidget *parent)
    : QDialog(parent), m_theme(theme), m_content(new QStackedWidget(this)), m_icon(new QLabel(this)),
      m_name(new ToneLabel(theme, ColorRole::Text, QString(), this)),
      m_facts(new ToneLabel(theme, ColorRole::TextDim, QString(), this)), m_compare(new QComboBox(this))
{
    build();
    resize(900, 640);
}

void ArtifactView::build()
{
    m_name->setTextFormat(Qt::PlainText);
    m_name->setFont(m_theme->textFont(14, QFont::DemiBold));
    m_facts->setTextFormat(Qt::PlainText);
    m_compare->setAccessibleName(tr("Compare with an earlier one"));
    m_compare->setToolTip(tr("Show an earlier file of this name beside it"));
    m_compare->hide();
    connect(m_compare, &QComboBox::activated, this, [this] { setContent(makeContent()); });
    auto *previous = new IconButton(m_theme, QStringLiteral("chevron-left"), tr("Previous artifact"), this);
    auto *next = new IconButton(m_theme, QStringLiteral("chevron-right"), tr("Next artifact"), this);
    auto *show = makeButton(tr("Show in folder"), ButtonKind::Plain, this);
    auto *all = makeButton(tr("Save all"), ButtonKind::Plain, this);
    auto *save = makeButton(tr("Save as"), ButtonKind::Primary, this);
    connect(previous, &QToolButton::clicked, this, [this] { step(-1); });
    connect(next, &QToolButton::clicked, this, [this] { step(+1); });
    connect(show, &QPushButton::clicked, this, [this] { reveal(m_artifact); });
    connect(all, &QPushButton::clicked, this, [this] { saveAll(this, m_all); });
    connect(save, &QPushButton::clicked, this, [this] { saveAs(this, m_artifact); });

    auto *head = new QHBoxLayout;
    head->setContentsMargins(metric::Large, metric::Medium, metric::Large, metric::Medium);
    head->setSpacing(metric::Small);
    head->addWidget(m_icon);
    head->addWidget(m_name);
    head->addWidget(m_facts);
    head->addStretch();
    for (QWidget *button :
         {static_cast<QWidget *>(m_compare), static_cast<QWidget *>(previous), static_cast<QWidget *>(next),
          static_cast<QWidget *>(show), static_cast<QWidget *>(all), static_cast<QWidget *>(save)})
        head->addWidget(button);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_content, 1);
}

void ArtifactView::setArtifacts(const QVector<Artifact> &artifacts)
{
    m_all = artifacts;
}

void ArtifactView::setVersions(const VersionsOf &versionsOf)
{
    m_versionsOf = versionsOf;
}

void ArtifactView::fillCompare()
{
    m_versions = m_versionsOf ? m_versionsOf(m_artifact.name) : QVector<ArtifactVersion>();
    m_versions.removeIf([this](const ArtifactVersion &version) { return version.artifact == m_artifact; });
    m_compare->clear();
    m_compare->addItem(tr("Compare with..."));
    for (const ArtifactVersion &version : m_versions)
        m_compare->addItem(tr("%1, %2").arg(
            QLocale().toString(QDateTime::fromMSecsSinceEpoch(version.timeMs), QLocale::ShortFormat),
            sizeText(version.artifact.size)));
    m_compare->setVisible(!m_versions.isEmpty());
}

void ArtifactView::showArtifact(const Artifact &artifact)
{
    m_artifact = artifact;
    if (!m_all.contains(artifact))
        m_all.append(artifact);
    setWindowTitle(visibleLine(artifact.name, 120));
    m_icon->setPixmap(m_theme->icon(artifactIcon(artifact), ColorRole::Queued).pixmap(metric::IconSize));
    m_name->setText(visibleLine(artifact.name, 120));
    m_facts->setText(sizeText(artifact.size));
    fillCompare();
    setContent(makeContent());
}

QWidget *ArtifactView::makeContent()
{
    const auto reportFact = [this, sha256 = m_artifact.sha256](const QString &fact) {
        if (m_artifact.sha256 == sha256)
            m_facts->setText(sizeText(m_artifact.size) % QStringLiteral(", ") % fact);
    };
    const int version = m_compare->currentIndex() - 1; // the first entry is none
    if (version < 0 || version >= m_versions.size())
        return makeArtifactContent(m_theme, m_artifact, reportFact, m_content);
    auto *both = new QSplitter(Qt::Horizontal, m_content);
    both->setChildrenCollapsible(false);
    both->addWidget(makeArtifactContent(
        m_theme, m_versions.at(version).artifact, [](const QString &) {}, both));
    both->addWidget(makeArtifactContent(m_theme, m_artifact, reportFact, both));
    return both;
}

void ArtifactView::setContent(QWidget *content)
{
    while (QWidget *old = m_content->currentWidget()) {
        m_content->removeWidget(old);
        old->deleteLater();
    }
    m_content->addWidget(content);
    content->setFocus(Qt::OtherFocusReason);
}

void ArtifactView::step(int by)
{
    const qsizetype next = m_all.indexOf(m_artifact) + by;
    if (next >= 0 && next < m_all.size())
        showArtifact(Artifact(m_all.at(next)));
}

void ArtifactView::saveAs(QWidget *parent, const Artifact &artifact)
{
    auto *dialog = new QFileDialog(parent, tr("Save artifact"), QString());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(safeFileName(artifact.name));
    connect(dialog, &QFileDialog::fileSelected, dialog,
            [owner = QPointer<QWidget>(parent), artifact](const QString &target) {
                // The dialog asked before replacing.
                if (const auto copied = copyArtifact(artifact, target); !copied)
                    showProblem(owner, copied.error().message);
            });
    dialog->open();
}

void ArtifactView::saveAll(QWidget *parent, const QVector<Artifact> &artifacts)
{
    auto *dialog = new QFileDialog(parent, tr("Save all artifacts to a folder"), QString());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, dialog,
            [owner = QPointer<QWidget>(parent), artifacts](const QString &folder) {
                QStringList problems;
                for (const Artifact &artifact : artifacts) {
                    const QString target = freeFileName(QDir(folder), safeFileName(artifact.name));
                    if (const auto copied = copyArtifact(artifact, target); !copied)
                        problems.append(copied.error().message);
                }
                if (!problems.isEmpty())
                    showProblem(owner, problems.mid(0, 5).join(u'\n'));
            });
    dialog->open();
}

void ArtifactView::reveal(const Artifact &artifact)
{
    QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(artifact.path).absolutePath()));
}

} // namespace glasshouse::ui
