#include "app/terminal_review.h"

#include "app/ctl_output.h"
#include "core/base/json.h"

#include <QStringBuilder>

namespace glasshouse {

TerminalReview::TerminalReview(ApprovalQueue &queue, PermissionQueue &permissions, QObject *parent)
    : QObject(parent), m_queue(queue), m_permissions(permissions)
{
    connect(&queue, &ApprovalQueue::requested, this, &TerminalReview::askNext, Qt::QueuedConnection);
    connect(&permissions, &PermissionQueue::asked, this, &TerminalReview::askNext, Qt::QueuedConnection);
    connect(&m_reader, &LineReader::lineRead, this, &TerminalReview::answer);
    connect(&m_reader, &LineReader::closed, this, &TerminalReview::end);
}

void TerminalReview::askNext()
{
    if (!m_asking.isEmpty())
        return;
    if (m_hasEnded)
        return end();
    if (!m_queue.pending().isEmpty())
        ask(m_queue.pending().first().id, reviewText(m_queue.pending().first()) % u"Run this? [y]es, or [n]o and a reason: ");
    else if (!m_permissions.pending().isEmpty())
        ask(m_permissions.pending().first().id, questionText(m_permissions.pending().first()));
}

void TerminalReview::ask(const QString &id, const QString &text)
{
    m_asking = id;
    printText(u"\n" % text);
    m_reader.readLine();
}

void TerminalReview::answer(const QString &line)
{
    const auto id = std::exchange(m_asking, {});
    if (const auto *request = m_queue.find(id)) {
        if (const auto decision = decisionFrom(line, *request))
            m_queue.decide(id, *decision);
    } else if (const auto *question = m_permissions.find(id)) {
        if (const auto decided = answerFrom(line, *question))
            m_permissions.answer(id, *decided);
    }
    askNext();
}

void TerminalReview::end()
{
    m_hasEnded = true;
    m_asking.clear();
    while (!m_permissions.pending().isEmpty())
        m_permissions.answer(m_permissions.pending().first().id, PermissionAnswer::Deny);
    if (!m_queue.pending().isEmpty())
        Q_EMIT closed();
}

QString reviewText(const ApprovalRequest &request)
{
    const auto who = request.parentCall.isEmpty() ? request.agent : QStringLiteral("Code of %1").arg(request.agent);
    auto text = QStringLiteral("%1 wants to use %2").arg(terminalSafe(who), terminalSafe(request.tool));
    if (request.isAskedAgain)
        text.prepend(QStringLiteral("The program or a file that it names has changed since you were asked, so you are asked again.\n"));
    if (!request.hostCommand.isEmpty())
        text += QStringLiteral(", which starts this program outside the sandbox, now and whenever it is called in this project, as long as the "
                           "files that it names stay as they are (what else it loads is not checked):\n    %1\nwith")
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

QString questionText(const PermissionQuestion &question)
{
    const auto forRun = allowsAnswer(question, PermissionAnswer::AllowForRun) ? QStringLiteral(", for this [r]un") : QString();
    return QStringLiteral("Code wants %1 %2. %3\nAllow it [o]nce%4, or [n]o? ")
        .arg(terminalSafe(question.method), terminalSafe(question.url), terminalSafe(question.sentence), forRun);
}

std::optional<PermissionAnswer> answerFrom(const QString &line, const PermissionQuestion &question)
{
    const auto word = line.trimmed().toLower();
    if (word == u"o" || word == u"once")
        return PermissionAnswer::AllowOnce;
    if ((word == u"r" || word == u"run") && allowsAnswer(question, PermissionAnswer::AllowForRun))
        return PermissionAnswer::AllowForRun;
    if (word == u"n" || word == u"no")
        return PermissionAnswer::Deny;
    return std::nullopt;
}

} // namespace glasshouse
