#include "app/terminal_review.h"

#include "app/ctl_output.h"
#include "core/base/json.h"

#include <QStringBuilder>

namespace glasshouse {

TerminalReview::TerminalReview(ApprovalQueue &queue, QObject *parent) : QObject(parent), m_queue(queue)
{
    connect(&queue, &ApprovalQueue::requested, this, &TerminalReview::askNext, Qt::QueuedConnection);
    connect(&m_reader, &LineReader::lineRead, this, &TerminalReview::answer);
    connect(&m_reader, &LineReader::closed, this, &TerminalReview::closed);
}

void TerminalReview::askNext()
{
    if (!m_asking.isEmpty() || m_queue.pending().isEmpty())
        return;
    const auto &request = m_queue.pending().first();
    m_asking = request.id;
    printText(u"\n" % reviewText(request) % u"Run this? [y]es, or [n]o and a reason: ");
    m_reader.readLine();
}

void TerminalReview::answer(const QString &line)
{
    const auto *request = m_queue.find(std::exchange(m_asking, {}));
    if (request) {
        if (const auto decision = decisionFrom(line, *request))
            m_queue.decide(request->id, *decision);
    }
    askNext();
}

QString reviewText(const ApprovalRequest &request)
{
    const auto who = request.parentCall.isEmpty() ? request.agent : QStringLiteral("Code of %1").arg(request.agent);
    auto text = QStringLiteral("%1 wants to use %2").arg(terminalSafe(who), terminalSafe(request.tool));
    if (!request.hostCommand.isEmpty())
        text += QStringLiteral(", which starts this program outside the sandbox, now and whenever it is called in this project:\n    %1\nwith")
                    .arg(terminalSafe(request.hostCommand));
    if (request.codeArgument.isEmpty())
        return text % u": " % terminalSafe(QString::fromUtf8(toCompactJson(request.arguments))) % u"\n";

    const auto lines = request.code().split(u'\n');
    text += QStringLiteral(" (%1, %2 lines):\n").arg(request.language).arg(lines.size());
    for (qsizetype i = 0; i < lines.size(); ++i)
        text += QStringLiteral("%1  %2\n").arg(i + 1, 4).arg(terminalSafe(lines[i]));
    return text;
}

std::optional<ApprovalDecision> decisionFrom(const QString &line, const ApprovalRequest &request)
{
    const auto words = line.trimmed();
    const auto verdict = words.section(u' ', 0, 0).toLower();
    if (verdict == u"y" || verdict == u"yes")
        return ApprovalDecision{.verdict = Verdict::Approved, .arguments = request.arguments, .reason = {}};
    if (verdict == u"n" || verdict == u"no")
        return ApprovalDecision{.verdict = Verdict::Rejected, .arguments = request.arguments, .reason = words.section(u' ', 1)};
    return std::nullopt;
}

} // namespace glasshouse
