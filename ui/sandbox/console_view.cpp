#include "ui/sandbox/console_view.h"

#include "ui/common/widgets.h"
#include "ui/sandbox/text_find_bar.h"

#include <QClipboard>
#include <QDateTime>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
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
constexpr QChar OpenMark(0x25be);                       // the first character of a head line
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
    : QWidget(parent), m_theme(theme), m_edit(new QPlainTextEdit(this)),
      m_find(new TextFindBar(theme, m_edit, this)), m_folds(m_edit),
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
    m_edit->installEventFilter(this);
    m_edit->viewport()->installEventFilter(this);
    auto *findButton = new IconButton(m_theme, QStringLiteral("search"), tr("Find (Ctrl+F)"), this);
    auto *copy = new IconButton(m_theme, QStringLiteral("copy"), tr("Copy all"), this);
    auto *fold = new IconButton(m_theme, QStringLiteral("chevrons-down-up"),
                                tr("Show only the heads of executions"), this);
    fold->setObjectName(QStringLiteral("fold"));
    fold->setCheckable(true);
    auto *clearButton = new IconButton(m_theme, QStringLiteral("eraser"), tr("Clear the console"), this);
    clearButton->setObjectName(QStringLiteral("clear"));
    connect(findButton, &QToolButton::clicked, m_find, &TextFindBar::open);
    connect(copy, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(text()); });
    connect(fold, &QToolButton::clicked, this, [this](bool closed) { m_folds.setAllClosed(closed); });
    connect(clearButton, &QToolButton::clicked, this, &ConsoleView::clear);
    connect(new QShortcut(QKeySequence::Find, this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut),
            &QShortcut::activated, m_find, &TextFindBar::open);
    connect(m_find, &TextFindBar::found, this,
            [this](const QTextCursor &cursor) { m_folds.reveal(cursor.block()); });

    m_empty->setContentsMargins(metric::Medium, metric::Medium, metric::Medium, 0);
    auto *tools = new QVBoxLayout;
    tools->setContentsMargins(2, metric::Tight, metric::Tight, 0);
    tools->setSpacing(2);
    tools->addWidget(findButton);
    tools->addWidget(fold);
    tools->addWidget(copy);
    tools->addWidget(clearButton);
    tools->addStretch();
    auto *left = new QVBoxLayout;
    left->setSpacing(0);
    left->addWidget(m_empty);
    left->addWidget(m_edit, 1);
    left->addWidget(m_find);
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
    if (event.type == type::RunStarted)
        m_agents.insert(event.run, field(event, QLatin1String("name")));
    else if (event.type == type::ExecStarted)
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

// "14:05:18 Analyst python call_1"; its outcome joins it when it is known.
void ConsoleView::addStart(const Event &event)
{
    const QTime time = QDateTime::fromMSecsSinceEpoch(event.timeMs).time();
    const QString who = event.node.isEmpty() ? m_agents.value(event.run) : event.node;
    const QString call = field(event, QLatin1String("call"));
    m_waiting.append({QString(OpenMark) % time.toString(QStringLiteral(" HH:mm:ss ")), ColorRole::TextFaint,
                      true, Piece::Kind::Head, event.run % u'/' % call});
    add(visibleLine(who, 80) % u' ', ColorRole::Accent);
    add(visibleLine(field(event, QLatin1String("language")), 40), ColorRole::TextDim);
    add(u' ' % visibleLine(call, 40) % u'\n', ColorRole::TextFaint);
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
    const QString outcome = QString(field(event, QLatin1String("outcome"))).replace(u'_', u' ');
    const QString time = durationText(event.data.value(QLatin1String("duration_ms")).toInteger());
    if (const qint64 cut = event.data.value(QLatin1String("cut_characters")).toInteger(); cut > 0)
        add(tr("%1 characters were cut\n").arg(QLocale().toString(cut)), ColorRole::Waiting, true);
    const bool isDone = outcome == u"completed";
    m_waiting.append({tr("  %1, %2").arg(isDone ? tr("done") : outcome, time),
                      isDone ? ColorRole::Done : ColorRole::Failed, false, Piece::Kind::Outcome,
                      event.run % u'/' % field(event, QLatin1String("call"))});
    if (isDone)
        add(tr("done in %1\n").arg(time), ColorRole::Done, true);
    else
        add(tr("%1 after %2, exit code %3\n")
                .arg(outcome, time)
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

QTextCharFormat ConsoleView::formatOf(ColorRole role) const
{
    QTextCharFormat format;
    format.setForeground(m_theme->color(role));
    format.setProperty(RoleProperty, static_cast<int>(role));
    return format;
}

void ConsoleView::insert(const Piece &piece)
{
    if (piece.kind == Piece::Kind::Outcome) {
        m_folds.end(piece.call, piece.text, formatOf(piece.role));
        return;
    }
    insertText(piece);
    if (piece.kind == Piece::Kind::Head)
        m_folds.begin(m_edit->document()->lastBlock(), piece.call);
    else
        m_folds.grown();
}

void ConsoleView::insertText(const Piece &piece)
{
    QTextCursor cursor(m_edit->document());
    cursor.movePosition(QTextCursor::End);
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
    cursor.insertText(out, formatOf(piece.role));
}

void ConsoleView::clear()
{
    m_waiting.clear();
    m_waitingCharacters = 0;
    m_dropped = 0;
    m_lineLength = 0;
    m_folds.clear();
    m_edit->clear();
    m_empty->show();
}

QString ConsoleView::text() const
{
    return m_edit->toPlainText();
}

bool ConsoleView::eventFilter(QObject *watched, QEvent *event)
{
    QTextBlock head;
    if (watched == m_edit->viewport() && event->type() == QEvent::MouseButtonRelease &&
        !m_edit->textCursor().hasSelection())
        head = m_edit->cursorForPosition(static_cast<QMouseEvent *>(event)->pos()).block();
    if (watched == m_edit && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent *>(event)->key() == Qt::Key_Space)
        head = m_edit->textCursor().block();
    if (!ConsoleFolds::isHead(head))
        return QWidget::eventFilter(watched, event);
    m_folds.toggle(head);
    return true;
}

} // namespace glasshouse::ui
