#include "ui/chat/item_text.h"

#include "ui/common/state_style.h"
#include "ui/common/visible_text.h"

#include <QCoreApplication>
#include <QHash>
#include <QLocale>

namespace glasshouse::ui {

namespace {

QString tr(const char *text, int n = -1)
{
    return QCoreApplication::translate("ConversationItem", text, nullptr, n);
}

QString linesText(int lines)
{
    return lines == 1 ? tr("1 line") : tr("%1 lines").arg(lines);
}

QString approvalText(const ToolCard &card)
{
    if (card.phase == ToolPhase::Rejected)
        return card.reason.isEmpty() ? tr("rejected") : tr("rejected: %1").arg(visibleLine(card.reason, 120));
    if (card.decidedBy == u"person")
        return card.edited ? tr("edited and approved by you") : tr("approved by you");
    if (card.decidedBy == u"policy")
        return tr("approved by your earlier choice");
    return card.decidedBy == u"option" ? tr("approved by option") : QString();
}

QString outcomeText(const ToolCard &card)
{
    const QString time = durationText(card.durationMs);
    if (card.outcome == u"timed_out")
        return tr("stopped after %1").arg(time);
    if (card.outcome == u"out_of_memory")
        return tr("out of memory after %1").arg(time);
    if (card.outcome == u"cancelled")
        return tr("cancelled after %1").arg(time);
    if (card.outcome == u"lost")
        return tr("sandbox lost, effect unknown");
    return card.outcome == u"failed" && card.exitCode != 0
               ? tr("exit code %1, %2").arg(card.exitCode).arg(time)
               : time;
}

QString usageText(const Usage &usage)
{
    const QLocale locale;
    return tr("%1 tokens in, %2 out")
        .arg(locale.toString(usage.inputTokens), locale.toString(usage.outputTokens));
}

// The words of the engine that a person meets; others appear as they are.
QString stopReasonText(const QString &reason)
{
    static const QHash<QString, const char *> known{
        {QStringLiteral("max_iterations"),
         QT_TRANSLATE_NOOP("ConversationItem", "it reached its limit of model calls")},
        {QStringLiteral("max_supersteps"),
         QT_TRANSLATE_NOOP("ConversationItem", "it reached its limit of supersteps")},
        {QStringLiteral("cancelled"), QT_TRANSLATE_NOOP("ConversationItem", "you stopped it")},
        {QStringLiteral("stopped"), QT_TRANSLATE_NOOP("ConversationItem", "you stopped it")},
    };
    const char *words = known.value(reason);
    return words ? tr(words) : QString(visibleLine(reason, 80)).replace(u'_', u' ');
}

} // namespace

trace::RunPhase phaseOf(SectionPhase phase)
{
    switch (phase) {
    case SectionPhase::Queued:
        return trace::RunPhase::Queued;
    case SectionPhase::Running:
        return trace::RunPhase::Running;
    case SectionPhase::Done:
        return trace::RunPhase::Done;
    case SectionPhase::Failed:
        return trace::RunPhase::Failed;
    }
    return trace::RunPhase::Idle;
}

trace::RunPhase phaseOf(ToolPhase phase)
{
    switch (phase) {
    case ToolPhase::Requested:
    case ToolPhase::Approved:
    case ToolPhase::Waiting:
        return trace::RunPhase::Queued;
    case ToolPhase::WaitingForPerson:
        return trace::RunPhase::Waiting;
    case ToolPhase::Running:
        return trace::RunPhase::Running;
    case ToolPhase::Done:
        return trace::RunPhase::Done;
    case ToolPhase::Failed:
        return trace::RunPhase::Failed;
    case ToolPhase::Rejected:
    case ToolPhase::Cancelled:
        return trace::RunPhase::Cancelled;
    }
    return trace::RunPhase::Idle;
}

QString languageName(const QString &language)
{
    static const QHash<QString, QString> names{
        {QStringLiteral("python"), QStringLiteral("Python")},
        {QStringLiteral("bash"), QStringLiteral("Bash")},
        {QStringLiteral("javascript"), QStringLiteral("JavaScript")},
        {QStringLiteral("typescript"), QStringLiteral("TypeScript")},
    };
    return names.value(language, visibleLine(language, 40));
}

QString runEndSentence(const RunEnd &end)
{
    const QString time = durationText(end.durationMs);
    if (end.status == u"failed")
        return end.error.isEmpty() ? tr("The run failed: %1.").arg(stopReasonText(end.stopReason))
                                   : visibleText(end.error);
    if (end.status == u"cancelled")
        return tr("Stopped after %1: %2").arg(time, stopReasonText(end.stopReason));
    return tr("Done in %1, %2").arg(time, usageText(end.usage));
}

QString toolSummary(const ToolCard &card)
{
    QStringList parts;
    if (!card.language.isEmpty())
        parts << visibleLine(card.language, 40);
    if (!card.code.isEmpty())
        parts << linesText(card.lineCount());
    if (const QString approval = approvalText(card); !approval.isEmpty())
        parts << approval;
    if (const qint64 calls = card.nested.count(); calls > 0)
        parts << (calls == 1 ? tr("1 tool call from code") : tr("%1 tool calls from code").arg(calls));
    return parts.join(QStringLiteral(", "));
}

QString toolRequest(const ToolCard &card)
{
    if (card.code.isEmpty())
        return tr("Wants to use %1").arg(visibleLine(card.tool, 80));
    const QString language = card.language.isEmpty() ? tr("code") : languageName(card.language);
    return tr("Wants to run %1, %2").arg(language, linesText(card.lineCount()));
}

QString toolState(const ToolCard &card)
{
    if (card.phase == ToolPhase::Done || card.phase == ToolPhase::Failed)
        return card.durationMs < 0 ? stateStyle(phaseOf(card.phase)).word : outcomeText(card);
    if (card.phase == ToolPhase::Waiting && !card.reason.isEmpty())
        return visibleLine(card.reason, 160);
    if (card.phase == ToolPhase::Rejected)
        return tr("rejected");
    if (!card.nested.waiting().isEmpty())
        return stateStyle(trace::RunPhase::Waiting).word;
    return stateStyle(phaseOf(card.phase)).word;
}

QString toolIcon(const ToolCard &card)
{
    if (card.tool == u"execute_bash")
        return QStringLiteral("terminal");
    return card.code.isEmpty() && card.language.isEmpty() ? QStringLiteral("wrench")
                                                          : QStringLiteral("code-xml");
}

} // namespace glasshouse::ui
