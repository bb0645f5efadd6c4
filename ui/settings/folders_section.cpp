#include "ui/settings/folders_section.h"

#include "ui/common/card.h"
#include "ui/common/visible_text.h"
#include "ui/common/widgets.h"

#include <QDateTime>
#include <QDir>
#include <QLocale>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

QString explanationOf(const FolderConsent &consent)
{
    const QString project = visibleLine(QDir::toNativeSeparators(consent.project));
    const QString since =
        QLocale().toString(QDateTime::fromMSecsSinceEpoch(consent.givenMs), QLocale::ShortFormat);
    return consent.writable
               ? FoldersSection::tr("Code of %1 may read and change it, since %2").arg(project, since)
               : FoldersSection::tr("Code of %1 may read it, since %2").arg(project, since);
}

} // namespace

FoldersSection::FoldersSection(const Theme *theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_card(new Card(theme, this)),
      m_empty(new ToneLabel(
          theme, ColorRole::TextDim,
          tr("None: sandboxes see folders of their own projects only, and those only where a profile "
             "says so."),
          this))
{
    m_empty->setWordWrap(true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(m_empty);
    column->addWidget(m_card);
    setConsents({});
}

void FoldersSection::setConsents(const QVector<FolderConsent> &consents)
{
    m_card->clear();
    for (const FolderConsent &consent : consents) {
        const QString folder = visibleLine(QDir::toNativeSeparators(consent.folder));
        auto *revoke = makeButton(tr("Revoke"), ButtonKind::Danger, nullptr);
        revoke->setAccessibleName(tr("Revoke %1").arg(folder));
        connect(revoke, &QPushButton::clicked, this, [this, consent] { Q_EMIT revokeRequested(consent); });
        m_card->addRow(
            makeCardRow(m_theme, QStringLiteral("folder-symlink"), folder, explanationOf(consent), {revoke}));
    }
    m_card->setVisible(!consents.isEmpty());
    m_empty->setVisible(consents.isEmpty());
}

} // namespace glasshouse::ui
