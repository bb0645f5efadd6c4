#include "ui/project/open_failed_page.h"

#include "ui/common/widgets.h"

#include <QDesktopServices>
#include <QHBoxLayout>
#include <QPainter>
#include <QUrl>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

constexpr int panelWidth = 560;
constexpr int pictureSize = 22;

} // namespace

OpenFailedPage::OpenFailedPage(const Theme *theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_folderLabel(new ElidedLabel(theme, ColorRole::TextDim, this)),
      m_sentence(new QLabel(this))
{
    auto *picture = new QLabel(this);
    picture->setPixmap(theme->icon(u"file-warning", ColorRole::Failed).pixmap(pictureSize));
    auto *title = new ToneLabel(theme, ColorRole::Text, tr("This project could not be opened"), this);
    title->setFont(theme->textFont(16, QFont::DemiBold));
    m_folderLabel->setElideMode(Qt::ElideMiddle);
    m_sentence->setWordWrap(true);
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_sentence->setFont(theme->codeFont(12));
    m_sentence->setMargin(metric::Medium);
    m_sentence->setFrameShape(QFrame::StyledPanel);

    auto *retry = makeButton(tr("Try again"), ButtonKind::Primary, this);
    auto *show = makeButton(tr("Show the folder"), ButtonKind::Plain, this);
    auto *other = makeButton(tr("Open another folder"), ButtonKind::Plain, this);
    auto *gallery = makeButton(tr("Samples"), ButtonKind::Plain, this);
    connect(retry, &QPushButton::clicked, this, [this] { Q_EMIT retryRequested(m_folder); });
    connect(show, &QPushButton::clicked, this,
            [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_folder)); });
    connect(other, &QPushButton::clicked, this, &OpenFailedPage::otherFolderRequested);
    connect(gallery, &QPushButton::clicked, this, &OpenFailedPage::galleryRequested);

    auto *panel = new QWidget(this);
    panel->setFixedWidth(panelWidth);
    auto *head = new QHBoxLayout;
    head->addWidget(picture);
    head->addWidget(title, 1);
    auto *buttons = new QHBoxLayout;
    for (QPushButton *button : {retry, show, other, gallery})
        buttons->addWidget(button);
    buttons->addStretch(1);
    auto *column = new QVBoxLayout(panel);
    column->setSpacing(metric::Medium);
    column->addLayout(head);
    column->addWidget(m_folderLabel);
    column->addWidget(m_sentence);
    column->addLayout(buttons);
    auto *all = new QVBoxLayout(this);
    all->addStretch(2);
    all->addWidget(panel, 0, Qt::AlignHCenter);
    all->addStretch(3);
}

void OpenFailedPage::setFailure(const QString &folder, const QString &sentence)
{
    m_folder = folder;
    m_folderLabel->setText(folder);
    m_sentence->setText(sentence);
}

QString OpenFailedPage::sentence() const
{
    return m_sentence->text();
}

void OpenFailedPage::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), m_theme->color(ColorRole::Background));
}

} // namespace glasshouse::ui
