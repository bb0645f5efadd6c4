#include "ui/chat/tool_card_item.h"

#include "ui/chat/artifact_row.h"
#include "ui/chat/item_text.h"
#include "ui/chat/text_panel.h"
#include "ui/common/card_frame.h"
#include "ui/common/state_style.h"
#include "ui/common/visible_text.h"
#include "ui/common/widgets.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

constexpr int FoldedOutputLines = 14;
constexpr int FoldedCodeLines = 40;
constexpr int CardWidthPercent = 86; // narrower than what the person says is far to the right

} // namespace

ToolCardItem::ToolCardItem(const Theme *theme, ImageLoader *images, QWidget *parent)
    : ItemWidget(parent), m_theme(theme), m_images(images), m_author(new AuthorRow(theme, this)),
      m_frame(new CardFrame(theme, this)), m_header(buildHeader()), m_decision(buildDecision()),
      m_note(new ToneLabel(theme, ColorRole::TextDim, QString(), m_frame))
{
    build();
}

QWidget *ToolCardItem::buildHeader()
{
    auto *header = new QWidget(m_frame);
    m_icon = new QLabel(header);
    m_name = new ElidedLabel(m_theme, ColorRole::Text, header);
    m_summary = new ElidedLabel(m_theme, ColorRole::TextDim, header);
    m_stateIcon = new QLabel(header);
    m_state = new ElidedLabel(m_theme, ColorRole::TextDim, header);
    m_state->setFont(m_theme->textFont(11));
    m_unfold = new IconButton(m_theme, QStringLiteral("chevron-right"), tr("Show what went in"), header);
    m_unfold->setObjectName(QStringLiteral("unfold"));
    connect(m_unfold, &QToolButton::clicked, this, &ToolCardItem::toggle);
    header->setCursor(Qt::PointingHandCursor);
    header->installEventFilter(this);

    auto *row = new QHBoxLayout(header);
    row->setContentsMargins(metric::Medium, 3, metric::Tight + 2, 3);
    row->setSpacing(metric::Small);
    row->addWidget(m_icon);
    row->addWidget(m_name);
    row->addWidget(m_summary, 1);
    row->addWidget(m_stateIcon);
    row->addWidget(m_state);
    row->addWidget(m_unfold);
    return header;
}

QWidget *ToolCardItem::buildDecision()
{
    auto *decision = new QWidget(m_header);
    auto *row = new QHBoxLayout(decision);
    row->setContentsMargins({});
    addDecisionButtons(row, QStringLiteral("review"), [this] { return m_card.approval; });
    m_header->layout()->addWidget(decision);
    return decision;
}

void ToolCardItem::addDecisionButtons(QHBoxLayout *row, const QString &name,
                                      std::function<QString()> approval)
{
    auto *review = makeButton(tr("Review"), ButtonKind::Primary, this);
    auto *rejectButton = makeButton(tr("Reject"), ButtonKind::Plain, this);
    review->setObjectName(name);
    rejectButton->setObjectName(name == u"review" ? QStringLiteral("reject")
                                                  : QStringLiteral("rejectNested"));
    connect(review, &QPushButton::clicked, this, [this, approval] { Q_EMIT reviewRequested(approval()); });
    connect(rejectButton, &QPushButton::clicked, this,
            [this, approval] { Q_EMIT rejectRequested(approval()); });
    row->setSpacing(metric::Tight + 2);
    row->addWidget(review);
    row->addWidget(rejectButton);
}

// The code stands still at this call, so its row is there even while the card is folded.
QWidget *ToolCardItem::buildNestedDecision(const NestedCall &call)
{
    auto *line = new QWidget(m_frame);
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(metric::Medium, 3, metric::Tight + 2, 3);
    auto *icon = new QLabel(line);
    const StateStyle style = stateStyle(trace::RunPhase::Waiting);
    icon->setPixmap(m_theme->icon(style.icon, style.color).pixmap(metric::IconSize));
    auto *words = new ElidedLabel(m_theme, ColorRole::Text, line);
    words->setText(tr("The code wants to use %1 %2").arg(visibleLine(call.tool, 80), call.arguments));
    row->addWidget(icon);
    row->addWidget(words, 1);
    addDecisionButtons(row, QStringLiteral("reviewNested"), [id = call.approval] { return id; });
    return line;
}

void ToolCardItem::refreshNested()
{
    const bool showsCalls = m_unfolded && !m_card.nested.isEmpty();
    if (showsCalls)
        panel(m_calls, FoldedOutputLines, 2)->setText(nestedCallsText(m_card.nested));
    if (m_calls)
        m_calls->setVisible(showsCalls);
    const QVector<NestedCall> waiting = m_card.nested.waiting();
    if (waiting == m_shownWaiting)
        return;
    m_shownWaiting = waiting;
    while (QLayoutItem *old = m_waiting->takeAt(0)) {
        old->widget()->hide();
        old->widget()->deleteLater(); // the decision may come from a button in this row
        delete old;
    }
    for (const NestedCall &call : waiting)
        m_waiting->addWidget(buildNestedDecision(call));
}

void ToolCardItem::build()
{
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);
    m_note->setContentsMargins(metric::Medium, metric::Tight, metric::Medium, metric::Small);
    auto *inside = new QVBoxLayout(m_frame);
    inside->setContentsMargins(1, 1, 1, 1);
    inside->setSpacing(0);
    inside->addWidget(m_header);
    m_body = new QVBoxLayout;
    m_body->setSpacing(0);
    m_waiting = new QVBoxLayout;
    m_waiting->setSpacing(0);
    m_artifacts = new QVBoxLayout;
    m_artifacts->setSpacing(0);
    inside->addLayout(m_waiting);
    inside->addLayout(m_body);
    inside->addWidget(m_note);
    inside->addLayout(m_artifacts);

    auto *wide = new QHBoxLayout;
    wide->addWidget(m_frame, CardWidthPercent);
    wide->addStretch(100 - CardWidthPercent);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(metric::Tight + 2);
    layout->addWidget(m_author);
    layout->addLayout(wide);
}

void ToolCardItem::setItem(const ConversationItem &item, const ItemContext &context)
{
    const bool newArtifacts = m_card.artifacts != std::get<ToolCard>(item.content).artifacts;
    m_card = std::get<ToolCard>(item.content);
    m_unfolded = context.unfolded;
    m_author->setAuthor(m_card.author, m_card.scripted);
    m_author->setVisible(context.showsAuthor);
    refreshHeader();
    refreshBody();
    if (newArtifacts)
        refreshArtifacts();
    setAccessibleName(tr("Tool call %1, %2").arg(visibleLine(m_card.tool, 80), toolState(m_card)));
}

void ToolCardItem::refreshHeader()
{
    const StateStyle style = stateStyle(phaseOf(m_card.phase));
    const bool failed = m_card.phase == ToolPhase::Failed;
    m_frame->setColors(ColorRole::Pane, waits()  ? ColorRole::Waiting
                                        : failed ? ColorRole::Failed
                                                 : ColorRole::Line);
    m_icon->setPixmap(
        m_theme->icon(waits() ? style.icon : toolIcon(m_card), waits() ? style.color : ColorRole::Running)
            .pixmap(metric::IconSize));
    m_name->setText(waits() ? toolRequest(m_card) : visibleLine(m_card.tool, 80));
    m_summary->setText(waits() ? QString() : toolSummary(m_card));
    m_stateIcon->setPixmap(m_theme->icon(style.icon, style.color).pixmap(metric::IconSize));
    m_state->setText(toolState(m_card));
    m_state->setRole(m_card.phase == ToolPhase::Done ? ColorRole::TextDim : style.color);
    for (QWidget *part : {static_cast<QWidget *>(m_stateIcon), static_cast<QWidget *>(m_state)})
        part->setVisible(!waits());
    m_decision->setVisible(waits());
    m_unfold->setIcon(m_theme->icon(m_unfolded ? u"chevron-down" : u"chevron-right"));
}

TextPanel *ToolCardItem::panel(TextPanel *&slot, int foldedLines, int place)
{
    if (!slot) {
        slot = new TextPanel(m_theme, foldedLines, m_frame);
        m_body->insertWidget(std::min(place, m_body->count()), slot);
    }
    return slot;
}

void ToolCardItem::refreshBody()
{
    const bool showsArguments = m_unfolded && !m_card.arguments.isEmpty();
    const bool showsCode = m_unfolded && !m_card.code.isEmpty();
    if (showsArguments)
        panel(m_arguments, FoldedCodeLines, 0)->setText(visibleText(m_card.arguments));
    if (showsCode) {
        panel(m_code, FoldedCodeLines, 1)->setLanguage(m_card.language);
        m_code->setText(visibleText(m_card.code));
    }
    if (m_arguments)
        m_arguments->setVisible(showsArguments);
    if (m_code)
        m_code->setVisible(showsCode);
    refreshNested();
    refreshOutput();
}

// While it waits for a decision there is nothing yet; a tool without output shows what it answered, unfolded.
void ToolCardItem::refreshOutput()
{
    const QString shown = !m_card.output.isEmpty()                          ? m_card.output
                          : m_unfolded || m_card.phase == ToolPhase::Failed ? m_card.answer
                                                                            : QString();
    if (!shown.isEmpty())
        panel(m_output, FoldedOutputLines, 3)->setText(visibleText(shown));
    if (m_output)
        m_output->setVisible(!shown.isEmpty());
    QStringList notes;
    if (m_card.droppedCharacters > 0)
        notes << tr("%1 more characters were cut; the console in Glass keeps more.")
                     .arg(m_card.droppedCharacters);
    for (const QString &refused : m_card.refused)
        notes << tr("Not taken from /output: %1").arg(refused);
    m_note->setText(notes.join(u'\n'));
    m_note->setVisible(!notes.isEmpty());
}

void ToolCardItem::refreshArtifacts()
{
    while (QLayoutItem *old = m_artifacts->takeAt(0)) {
        delete old->widget();
        delete old;
    }
    for (const Artifact &artifact : m_card.artifacts) {
        auto *row = new ArtifactRow(m_theme, m_images, artifact, m_frame);
        connect(row, &ArtifactRow::activated, this, &ItemWidget::artifactActivated);
        connect(row, &ArtifactRow::saveRequested, this, &ItemWidget::saveArtifactRequested);
        m_artifacts->addWidget(row);
    }
}

void ToolCardItem::toggle()
{
    m_unfolded = !m_unfolded;
    refreshHeader();
    refreshBody();
    Q_EMIT unfoldToggled(m_unfolded);
}

bool ToolCardItem::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_header && event->type() == QEvent::MouseButtonRelease &&
        static_cast<QMouseEvent *>(event)->button() == Qt::LeftButton)
        toggle();
    return ItemWidget::eventFilter(watched, event);
}

} // namespace glasshouse::ui
