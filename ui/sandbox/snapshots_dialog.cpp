#include "ui/sandbox/snapshots_dialog.h"

#include "ui/common/row_delegate.h"
#include "ui/common/visible_text.h"
#include "ui/common/widgets.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QListWidget>
#include <QLocale>
#include <QMessageBox>
#include <QShortcut>
#include <QVBoxLayout>

namespace glasshouse::ui {

SnapshotsDialog::SnapshotsDialog(const Theme *theme, QWidget *parent)
    : QDialog(parent), m_theme(theme), m_list(new QListWidget(this)),
      m_empty(new ToneLabel(
          theme, ColorRole::TextDim,
          tr("A snapshot keeps a sandbox as it is, with its variables, processes and files, so that "
             "you can come back to it, or go on from it in another thread."),
          this)),
      m_outcome(new ToneLabel(theme, ColorRole::TextDim, {}, this)),
      m_total(new ToneLabel(theme, ColorRole::TextFaint, {}, this)),
      m_take(makeButton(tr("Take a snapshot"), ButtonKind::Primary, this)),
      m_restore(makeButton(tr("Restore here..."), ButtonKind::Plain, this)),
      m_remove(makeButton(tr("Remove"), ButtonKind::Danger, this))
{
    build();
    connect(m_take, &QPushButton::clicked, this, &SnapshotsDialog::takeRequested);
    connect(m_restore, &QPushButton::clicked, this, &SnapshotsDialog::askToRestore);
    connect(m_list, &QListWidget::itemActivated, this, &SnapshotsDialog::askToRestore);
    connect(m_remove, &QPushButton::clicked, this, [this] {
        if (const auto *snapshot = current())
            Q_EMIT removeRequested(snapshot->id);
    });
    connect(m_list, &QListWidget::currentRowChanged, this, &SnapshotsDialog::refresh);
    connect(new QShortcut(QKeySequence::Delete, m_list, nullptr, nullptr, Qt::WidgetShortcut),
            &QShortcut::activated, m_remove, &QPushButton::click);
    setSnapshots({}, {}, {});
    resize(620, 420);
}

void SnapshotsDialog::build()
{
    setWindowTitle(tr("Snapshots of the sandbox"));
    setUpRows(m_list, m_theme);
    m_list->setAccessibleName(tr("Snapshots"));
    m_take->setObjectName(QStringLiteral("takeSnapshot"));
    m_restore->setObjectName(QStringLiteral("restoreSnapshot"));
    m_remove->setObjectName(QStringLiteral("removeSnapshot"));
    for (ToneLabel *label : {m_empty, m_outcome})
        label->setWordWrap(true);
    m_outcome->hide();
    auto *head = new QHBoxLayout;
    head->addWidget(m_total, 1);
    head->addWidget(m_take);
    auto *foot = new QHBoxLayout;
    foot->addWidget(m_remove);
    foot->addStretch();
    foot->addWidget(m_restore);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(metric::Large, metric::Large, metric::Large, metric::Large);
    column->setSpacing(metric::Medium);
    column->addLayout(head);
    column->addWidget(m_outcome);
    column->addWidget(m_empty);
    column->addWidget(m_list, 1);
    column->addLayout(foot);
}

const sandbox::SessionSnapshot *SnapshotsDialog::current() const
{
    const int row = m_list->currentRow();
    return row >= 0 && row < m_snapshots.size() ? &m_snapshots.at(row) : nullptr;
}

void SnapshotsDialog::setSnapshots(const QVector<sandbox::SessionSnapshot> &snapshots,
                                   const QHash<QString, QString> &titles, const QString &current)
{
    m_snapshots = snapshots;
    m_list->clear();
    qint64 bytes = 0;
    for (const sandbox::SessionSnapshot &snapshot : snapshots) {
        bytes += snapshot.bytes;
        const QString taken =
            QLocale().toString(QDateTime::fromMSecsSinceEpoch(snapshot.takenMs), QLocale::ShortFormat);
        const QString name = snapshot.description.isEmpty() ? taken : visibleLine(snapshot.description, 120);
        const QString from = snapshot.session == current
                                 ? tr("this thread")
                                 : visibleLine(titles.value(snapshot.session, tr("another thread")), 80);
        auto *item = new QListWidgetItem(m_theme->icon(u"camera"), name, m_list);
        item->setData(row_role::Detail, sizeText(snapshot.bytes));
        item->setData(row_role::SecondLine, tr("%1, of %2, %3 with %4 MB")
                                                .arg(taken, from, visibleLine(snapshot.image, 60))
                                                .arg(snapshot.memoryMb));
    }
    m_total->setText(snapshots.isEmpty()
                         ? QString()
                         : tr("%1 on disk. The oldest make room for new ones.").arg(sizeText(bytes)));
    m_empty->setVisible(snapshots.isEmpty());
    m_list->setVisible(!snapshots.isEmpty());
    refresh();
}

void SnapshotsDialog::setCanTake(bool canTake, const QString &why)
{
    m_take->setEnabled(canTake);
    m_take->setToolTip(why);
}

void SnapshotsDialog::setCanRestore(bool canRestore, const QString &why)
{
    m_whyNotRestorable = canRestore ? QString() : why;
    refresh();
}

void SnapshotsDialog::showOutcome(const QString &sentence, bool failed)
{
    m_outcome->setRole(failed ? ColorRole::Failed : ColorRole::Done);
    m_outcome->setText(visibleText(sentence));
    m_outcome->setVisible(!sentence.isEmpty());
}

void SnapshotsDialog::refresh()
{
    const QString unchosen = current() ? QString() : tr("Choose a snapshot first");
    const QString whyNot = m_whyNotRestorable.isEmpty() ? unchosen : m_whyNotRestorable;
    m_remove->setEnabled(unchosen.isEmpty());
    m_remove->setToolTip(unchosen);
    m_restore->setEnabled(whyNot.isEmpty());
    m_restore->setToolTip(whyNot);
}

void SnapshotsDialog::askToRestore()
{
    const auto *snapshot = current();
    if (!snapshot || !m_whyNotRestorable.isEmpty())
        return;
    auto *question = new QMessageBox(QMessageBox::Question, tr("Restore the snapshot"),
                                     tr("Go on from this snapshot in this thread?"),
                                     QMessageBox::Yes | QMessageBox::No, this);
    question->setTextFormat(Qt::PlainText);
    question->setInformativeText(
        tr("What this thread's sandbox holds now is gone, and code that runs in it ends."));
    question->setDefaultButton(QMessageBox::No);
    question->setAttribute(Qt::WA_DeleteOnClose);
    connect(question, &QMessageBox::finished, this, [this, id = snapshot->id](int answer) {
        if (answer == QMessageBox::Yes)
            Q_EMIT restoreRequested(id);
    });
    question->open();
}

} // namespace glasshouse::ui
