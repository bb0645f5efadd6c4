#include "ui/sandbox/console_view.h"

#include "ui/common/widgets.h"

#include <QClipboard>
#include <QDateTime>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QShortcut>
#include <QStringBuilder>
#include <QTextBlock>
#include <QTextFragment>
#include <QVBoxLayout>

namespace glasshouse::ui {

using trace::Event;
namespace type = trace::event_type;

namespace {

constexpr int RoleProperty = QTextFormat::UserProperty; // the ColorRole of a piece of text
constexpr int BatchMs = 30;
constexpr int MostLines = 10'000;
constexpr int LongestLine = 2'000;                // a line without end is broken, so that layout stays fast
constexpr qsizetype BatchCharacters = 256 * 1024; // more in 30 ms nobody reads

QString field(const Event &event, QLatin1String key)
{
    return event.data.value(key).toString();
}

} // namespace

ConsoleView::ConsoleView(const Theme *theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_edit(new QPlainTextEdit(this)), m_findBar(new QWidget(this)),
      m_find(new QLineEdit(m_findBar)),
      m_empty(new ToneLabel(theme, ColorRole::TextFaint,
                            tr("What code prints in the sandbox appears here, as it prints it."), this))
{
    build();
    restyle();
    m_batch.setSingleShot(true);
    m_batch.setInterval(BatchMs);
    connect(&m_batch, &QTimer::timeout, this, &ConsoleView::flush);
    connect(theme, &Theme::changed, this, &ConsoleView::restyle);
}

void ConsoleView::build()
{
    m_edit->setReadOnly(true);
    m_edit->setFrameShape(QFrame::NoFrame);
    m_edit->setMaximumBlockCount(MostLines);
    m_edit->setUndoRedoEnabled(false);
    m_edit->setWordWrapMode(QTextOption::WrapAnywhere);
    m_edit->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_edit->setAccessibleName(tr("Console"));
    m_edit->document()->setDocumentMargin(metric::Medium);
    auto *findButton = new IconButton(m_theme, QStringLiteral("search"), tr("Find (Ctrl+F)"), this);
    auto *copy = new IconButton(m_theme, QStringLiteral("copy"), tr("Copy all"), this);
    auto *clearButton = new IconButton(m_theme, QStringLiteral("eraser"), tr("Clear the console"), this);
    clearButton->setObjectName(QStringLiteral("clear"));
    connect(findButton, &QToolButton::clicked, this, &ConsoleView::openFind);
    connect(copy, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(text()); });
    connect(clearButton, &QToolButton::clicked, this, &ConsoleView::clear);
    connect(new QShortcut(QKeySequence::Find, this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut),
            &QShortcut::activated, this, &ConsoleView::openFind);
    connect(new QShortcut(QKeySequence(Qt::Key_Escape), m_findBar, nullptr, nullptr,
                          Qt::WidgetWithChildrenShortcut),
            &QShortcut::activated, m_findBar, &QWidget::hide);

    m_find->setPlaceholderText(tr("Find in the console"));
    connect(m_find, &QLineEdit::textEdited, this, [this] {
        m_edit->moveCursor(QTextCursor::Start);
        find(true);
    });
    connect(m_find, &QLineEdit::returnPressed, this, [this] { find(true); });
    auto *findRow = new QHBoxLayout(m_findBar);
    findRow->setContentsMargins(metric::Medium, metric::Tight, metric::Medium, metric::Tight);
    findRow->addWidget(m_find);
    m_findBar->hide();
    m_empty->setContentsMargins(metric::Medium, metric::Medium, metric::Medium, 0);
    auto *tools = new QVBoxLayout;
    tools->setContentsMargins(2, metric::Tight, metric::Tight, 0);
    tools->setSpacing(2);
    tools->addWidget(findButton);
    tools->addWidget(copy);
    tools->addWidget(clearButton);
    tools->addStretch();
    auto *left = new QVBoxLayout;
    left->setSpacing(0);
    left->addWidget(m_empty);
    left->addWidget(m_edit, 1);
    left->addWidget(m_findBar);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addLayout(left, 1);
    layout->addLayout(tools);
}

void ConsoleView::restyle()
{
    setAutoFillBackground(true);
    QPalette own = palette();
    own.setColor(QPalette::Window, m_theme->color(ColorRole::Code));
    setPalette(own);
    QPalette colors = m_edit->palette();
    colors.setColor(QPalette::Base, m_theme->color(ColorRole::Code));
    colors.setColor(QPalette::Text, m_theme->color(ColorRole::Text));
    m_edit->setPalette(colors);
    m_edit->setFont(m_theme->codeFont());
    recolor();
}

// What was written keeps its role and takes the theme's colour for it.
void ConsoleView::recolor()
{
    QTextCursor cursor(m_edit->document());
    for (QTextBlock block = m_edit->document()->begin(); block.isValid(); block = block.next()) {
        QVector<QTextFragment> fragments;
        for (auto part = block.begin(); !part.atEnd(); ++part)
            fragments.append(part.fragment());
        for (const QTextFragment &fragment : fragments) {
            const QVariant role = fragment.charFormat().property(RoleProperty);
            if (!role.isValid())
                continue;
            QTextCharFormat format;
            format.setForeground(m_theme->color(static_cast<ColorRole>(role.toInt())));
            cursor.setPosition(fragment.position());
            cursor.setPosition(fragment.position() + fragment.length(), QTextCursor::KeepAnchor);
            cursor.mergeCharFormat(format);
        }
    }
}

void ConsoleView::applyEvent(const Event &event)
{
    if (event.type == type::ExecStarted)
        addStart(event);
    else if (event.type == type::ExecOutput)
        addOutput(event);
    else if (event.type == type::ExecFinished)
        addFinish(event);
    else if (event.type == type::ArtifactAdded)
        addArtifact(event);
    else if (event.type == type::ArtifactRefused)
        add(tr("not taken from /output: %1: %2\n")
                .arg(visibleLine(field(event, QLatin1String("name")), 200),
                     visibleLine(field(event, QLatin1String("reason")))),
            ColorRole::Failed, true);
    else if (event.type == type::ExecWaiting)
        add(visibleLine(field(event, QLatin1String("reason"))) % u'\n', ColorRole::Waiting, true);
}

void ConsoleView::addStart(const Event &event)
{
    const QTime time = QDateTime::fromMSecsSinceEpoch(event.timeMs).time();
    add(time.toString(QStringLiteral("HH:mm:ss ")), ColorRole::TextFaint, true);
    if (!event.node.isEmpty())
        add(visibleLine(event.node, 80) % u' ', ColorRole::Accent);
    add(visibleLine(field(event, QLatin1String("language")), 40) % u'\n', ColorRole::TextDim);
}

void ConsoleView::addOutput(const Event &event)
{
    const QString stream = field(event, QLatin1String("stream"));
    VisibleTextStream &reader =
        m_streams[event.run % u'/' % field(event, QLatin1String("call")) % u'/' % stream];
    add(reader.next(field(event, QLatin1String("text"))),
        stream == u"stderr" ? ColorRole::Failed : ColorRole::Text);
}

void ConsoleView::addFinish(const Event &event)
{
    const QString call = event.run % u'/' % field(event, QLatin1String("call")) % u'/';
    m_streams.remove(call % u"stdout");
    m_streams.remove(call % u"stderr");
    const QString outcome = field(event, QLatin1String("outcome"));
    const QString time = durationText(event.data.value(QLatin1String("duration_ms")).toInteger());
    if (const qint64 cut = event.data.value(QLatin1String("cut_characters")).toInteger(); cut > 0)
        add(tr("%1 characters were cut\n").arg(QLocale().toString(cut)), ColorRole::Waiting, true);
    if (outcome == u"completed")
        add(tr("done in %1\n").arg(time), ColorRole::Done, true);
    else
        add(tr("%1 after %2, exit code %3\n")
                .arg(QString(outcome).replace(u'_', u' '), time)
                .arg(event.data.value(QLatin1String("exit_code")).toInt()),
            ColorRole::Failed, true);
}

void ConsoleView::addArtifact(const Event &event)
{
    add(tr("wrote /output/%1 ").arg(visibleLine(field(event, QLatin1String("name")), 200)), ColorRole::Text,
        true);
    add(sizeText(event.data.value(QLatin1String("size")).toInteger()) % u'\n', ColorRole::TextFaint);
}

void ConsoleView::add(const QString &piece, ColorRole role, bool startsLine)
{
    if (m_waitingCharacters > BatchCharacters && !startsLine) {
        m_dropped += piece.size();
        return;
    }
    m_waiting.append({piece, role, startsLine});
    m_waitingCharacters += piece.size();
    if (!m_batch.isActive())
        m_batch.start();
}

void ConsoleView::flush()
{
    if (m_waiting.isEmpty())
        return;
    m_empty->hide();
    QScrollBar *bar = m_edit->verticalScrollBar();
    const bool follow = bar->value() >= bar->maximum() - 1;
    if (m_dropped > 0)
        m_waiting.append({tr("%1 characters came too fast to be shown\n").arg(QLocale().toString(m_dropped)),
                          ColorRole::Waiting, true});
    m_dropped = 0;
    m_waitingCharacters = 0;
    const QVector<Piece> pieces = std::exchange(m_waiting, {});
    for (const Piece &piece : pieces)
        insert(piece);
    if (follow)
        bar->setValue(bar->maximum());
}

void ConsoleView::insert(const Piece &piece)
{
    QTextCursor cursor(m_edit->document());
    cursor.movePosition(QTextCursor::End);
    QTextCharFormat format;
    format.setForeground(m_theme->color(piece.role));
    format.setProperty(RoleProperty, static_cast<int>(piece.role));
    QString out;
    if (piece.startsLine && m_lineLength > 0) {
        out += u'\n';
        m_lineLength = 0;
    }
    for (const QChar c : piece.text) {
        if (m_lineLength >= LongestLine && c != u'\n') {
            out += u'\n';
            m_lineLength = 0;
        }
        out += c;
        m_lineLength = c == u'\n' ? 0 : m_lineLength + 1;
    }
    cursor.insertText(out, format);
}

void ConsoleView::clear()
{
    m_waiting.clear();
    m_waitingCharacters = 0;
    m_dropped = 0;
    m_lineLength = 0;
    m_edit->clear();
    m_empty->show();
}

QString ConsoleView::text() const
{
    return m_edit->toPlainText();
}

void ConsoleView::openFind()
{
    m_findBar->show();
    m_find->setFocus(Qt::ShortcutFocusReason);
    m_find->selectAll();
}

void ConsoleView::find(bool forward)
{
    const auto flags = forward ? QTextDocument::FindFlags() : QTextDocument::FindBackward;
    if (m_find->text().isEmpty() || m_edit->find(m_find->text(), flags))
        return;
    m_edit->moveCursor(forward ? QTextCursor::Start : QTextCursor::End);
    m_edit->find(m_find->text(), flags);
}

} // namespace glasshouse::ui
