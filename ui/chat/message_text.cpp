#include "ui/chat/message_text.h"

#include <QAbstractButton>
#include <QAbstractTextDocumentLayout>
#include <QContextMenuEvent>
#include <QDesktopServices>
#include <QImage>
#include <QMenu>
#include <QMessageBox>
#include <QTextBlock>
#include <QTextTable>
#include <QWheelEvent>

#include <cmath>

namespace glasshouse::ui {

namespace {

using Features = QTextDocument::MarkdownFeatures;

constexpr qsizetype LongestMarkdown = 200'000; // longer text is shown as it is

struct ImageMark
{
    int position = 0;
    QString target;
};

QVector<ImageMark> imagesIn(const QTextDocument &document)
{
    QVector<ImageMark> marks;
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next())
        for (auto it = block.begin(); !it.atEnd(); ++it)
            if (const QTextFragment piece = it.fragment(); piece.charFormat().isImageFormat())
                for (int i = 0; i < piece.length(); ++i)
                    marks.append({piece.position() + i, piece.charFormat().toImageFormat().name()});
    return marks;
}

// Qt's layout would load a picture from any local path by itself, so none may stay in the document.
void replaceImages(QTextDocument &document, const QString &words)
{
    QTextCursor cursor(&document);
    const QVector<ImageMark> marks = imagesIn(document);
    for (auto mark = marks.rbegin(); mark != marks.rend(); ++mark) {
        cursor.setPosition(mark->position);
        cursor.setPosition(mark->position + 1, QTextCursor::KeepAnchor);
        cursor.insertText(words.arg(mark->target.left(200)), QTextCharFormat());
    }
}

void styleTables(QTextFrame *frame, const QColor &line)
{
    for (QTextFrame *child : frame->childFrames()) {
        if (auto *table = qobject_cast<QTextTable *>(child)) {
            QTextTableFormat format = table->format();
            format.setBorder(1);
            format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
            format.setBorderBrush(line);
            format.setBorderCollapse(true);
            format.setCellPadding(5);
            format.setCellSpacing(0);
            format.setTopMargin(6);
            format.setBottomMargin(6);
            table->setFormat(format);
        }
        styleTables(child, line);
    }
}

void styleBlocks(QTextDocument &document, qreal textSize)
{
    QTextCursor cursor(&document);
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        cursor.setPosition(block.position());
        QTextBlockFormat format;
        format.setLineHeight(130, QTextBlockFormat::ProportionalHeight);
        const int level = block.blockFormat().headingLevel();
        format.setTopMargin(level > 0 ? 10 : block == document.begin() ? 0 : 5);
        format.setBottomMargin(5);
        cursor.mergeBlockFormat(format);
        if (level > 0) {
            cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
            QTextCharFormat heading;
            heading.setProperty(QTextFormat::FontPixelSize, int(textSize) + std::max(0, 5 - 2 * (level - 1)));
            heading.setProperty(QTextFormat::FontSizeAdjustment, 0);
            heading.setFontWeight(QFont::DemiBold);
            cursor.mergeCharFormat(heading);
        }
    }
}

void styleCode(QTextDocument &document, const QFont &font, const QColor &background)
{
    QTextCursor cursor(&document);
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        QVector<QPair<int, int>> spans;
        for (auto it = block.begin(); !it.atEnd(); ++it)
            if (it.fragment().charFormat().fontFixedPitch())
                spans.append({it.fragment().position(), it.fragment().length()});
        for (const auto &[position, length] : spans) {
            cursor.setPosition(position);
            cursor.setPosition(position + length, QTextCursor::KeepAnchor);
            QTextCharFormat format;
            format.setFont(font);
            format.setBackground(background);
            cursor.mergeCharFormat(format);
        }
    }
}

} // namespace

MessageText::MessageText(const Theme *theme, QWidget *parent) : QTextBrowser(parent), m_theme(theme)
{
    setFrameShape(QFrame::NoFrame);
    setOpenLinks(false);
    setUndoRedoEnabled(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setLineWrapMode(QTextEdit::WidgetWidth);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setTextInteractionFlags(Qt::TextBrowserInteraction);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    document()->setDocumentMargin(0);
    viewport()->setAutoFillBackground(false);
    connect(this, &QTextBrowser::anchorClicked, this, &MessageText::askBeforeOpening);
    connect(theme, &Theme::changed, this, &MessageText::restyle);
    restyle();
}

void MessageText::restyle()
{
    document()->setDefaultFont(m_theme->textFont());
    QPalette colors = palette();
    colors.setColor(QPalette::Base, Qt::transparent);
    colors.setColor(QPalette::Text, m_theme->color(ColorRole::Text));
    colors.setColor(QPalette::Link, m_theme->color(ColorRole::Accent));
    setPalette(colors);
    render();
}

void MessageText::setMessage(const QString &markdown)
{
    if (markdown == m_markdown)
        return;
    m_markdown = markdown;
    render();
}

void MessageText::render()
{
    if (m_markdown.isEmpty())
        return;
    setUpdatesEnabled(false);
    if (m_markdown.size() > LongestMarkdown)
        setPlainText(m_markdown);
    else
        document()->setMarkdown(m_markdown, Features(QTextDocument::MarkdownDialectGitHub) |
                                                QTextDocument::MarkdownNoHTML);
    replaceImages(*document(), tr("[picture not loaded: %1]"));
    styleBlocks(*document(), m_theme->textFont().pixelSize());
    styleCode(*document(), m_theme->codeFont(), m_theme->color(ColorRole::PaneRaised));
    styleTables(document()->rootFrame(), m_theme->color(ColorRole::Line));
    setUpdatesEnabled(true);
    updateGeometry();
}

int MessageText::heightForWidth(int width) const
{
    if (document()->textWidth() != width)
        document()->setTextWidth(width);
    return int(std::ceil(document()->size().height())) + 1;
}

QSize MessageText::sizeHint() const
{
    return {int(std::ceil(document()->idealWidth())), heightForWidth(width())};
}

void MessageText::resizeEvent(QResizeEvent *event)
{
    QTextBrowser::resizeEvent(event);
    if (event->oldSize().width() != event->size().width())
        updateGeometry();
}

QVariant MessageText::loadResource(int type, const QUrl &)
{
    if (type != QTextDocument::ImageResource)
        return QByteArray("");
    QImage nothing(1, 1, QImage::Format_ARGB32);
    nothing.fill(Qt::transparent);
    return nothing;
}

bool MessageText::mayOpen(const QUrl &url)
{
    const QString scheme = url.scheme().toLower();
    return url.isValid() && !url.host().isEmpty() && (scheme == u"http" || scheme == u"https");
}

void MessageText::askBeforeOpening(const QUrl &url)
{
    if (!mayOpen(url))
        return;
    Q_EMIT linkActivated(url);
    auto *box = new QMessageBox(
        QMessageBox::Question, tr("Open link"),
        tr("The model's answer links to %1. Open it in your browser?").arg(url.host(QUrl::FullyEncoded)),
        QMessageBox::Open | QMessageBox::Cancel, window());
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(url.toString(QUrl::FullyEncoded).left(500));
    box->setDefaultButton(QMessageBox::Cancel);
    connect(box, &QMessageBox::buttonClicked, box, [box, url](QAbstractButton *button) {
        if (box->standardButton(button) == QMessageBox::Open)
            QDesktopServices::openUrl(url);
    });
    box->open();
}

void MessageText::wheelEvent(QWheelEvent *event)
{
    event->ignore(); // the conversation scrolls
}

void MessageText::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu *menu = createStandardContextMenu(event->pos());
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->popup(event->globalPos());
}

} // namespace glasshouse::ui
