// The events of a tool call, folded into its card.
#include "core/base/json.h"
#include "ui/chat/conversation_fold.h"
#include "ui/common/visible_text.h"

#include <QHash>
#include <QJsonDocument>
#include <QStringBuilder>

namespace glasshouse::ui {

using trace::Event;
namespace type = trace::event_type;

namespace {

QString text(const Event &event, QLatin1String key)
{
    return event.data.value(key).toString();
}

ToolCard *findCard(Conversation &conversation, const Event &event, const QString &call)
{
    for (qsizetype i = conversation.items.size() - 1; i >= 0; --i) {
        ConversationItem &item = conversation.items[i];
        if (item.run != event.run)
            break;
        auto *card = std::get_if<ToolCard>(&item.content);
        if (card && card->call == call && item.node == event.node) {
            ++item.revision;
            return card;
        }
    }
    return nullptr;
}

ToolCard &cardFor(Conversation &conversation, const Event &event)
{
    const QString parent = text(event, QLatin1String("parent"));
    const QString call = parent.isEmpty() ? text(event, QLatin1String("call")) : parent;
    if (ToolCard *found = findCard(conversation, event, call))
        return *found;
    ToolCard card;
    card.author = authorOf(conversation, event);
    card.scripted = conversation.scripted;
    card.call = call;
    return std::get<ToolCard>(appendItem(conversation, event, card).content);
}

// The code is shown as code; the rest of the arguments as JSON.
void setArguments(ToolCard &card, const Event &event)
{
    QJsonObject arguments = event.data.value(QLatin1String("arguments")).toObject();
    const QString named = text(event, QLatin1String("code_argument"));
    const QString key = named.isEmpty() ? QStringLiteral("code") : named;
    if (arguments.value(key).isString() && (!named.isEmpty() || !card.language.isEmpty()))
        card.code = arguments.take(key).toString();
    card.arguments = arguments.isEmpty() ? QString() : QString::fromUtf8(toPrettyJson(arguments)).trimmed();
}

void requestApproval(ToolCard &card, const Event &event)
{
    card.tool = text(event, QLatin1String("tool"));
    card.language = text(event, QLatin1String("language"));
    card.approval = text(event, QLatin1String("approval"));
    card.phase = ToolPhase::WaitingForPerson;
    setArguments(card, event);
}

void decideApproval(ToolCard &card, const Event &event)
{
    const QString decision = text(event, QLatin1String("decision"));
    card.decidedBy = text(event, QLatin1String("by"));
    card.edited = decision == u"edited";
    card.reason = text(event, QLatin1String("reason"));
    card.phase = decision == u"rejected" ? ToolPhase::Rejected : ToolPhase::Approved;
    if (card.edited)
        setArguments(card, event);
}

void startCall(ToolCard &card, const Event &event)
{
    card.tool = text(event, QLatin1String("tool"));
    card.phase = ToolPhase::Running;
    if (event.data.contains(QLatin1String("arguments")))
        setArguments(card, event);
}

void finishCall(ToolCard &card, const Event &event)
{
    const bool failed = event.data.value(QLatin1String("is_error")).toBool();
    card.answer = text(event, QLatin1String("text")).left(OutputCharacterLimit);
    card.durationMs = event.data.value(QLatin1String("duration_ms")).toInteger(-1);
    if (card.phase != ToolPhase::Rejected)
        card.phase = failed ? ToolPhase::Failed : ToolPhase::Done;
}

void waitForSandbox(ToolCard &card, const Event &event)
{
    card.phase = ToolPhase::Waiting;
    card.reason = text(event, QLatin1String("reason"));
}

void startExecution(ToolCard &card, const Event &event)
{
    card.phase = ToolPhase::Running;
    card.reason.clear();
    card.language = text(event, QLatin1String("language"));
    if (!card.code.isEmpty() || card.arguments.isEmpty())
        return;
    // Never reviewed, so nobody said before that this argument is code.
    QJsonObject arguments = QJsonDocument::fromJson(card.arguments.toUtf8()).object();
    card.code = arguments.take(QLatin1String("code")).toString();
    card.arguments = arguments.isEmpty() ? QString() : QString::fromUtf8(toPrettyJson(arguments)).trimmed();
}

void addOutput(ToolCard &card, const Event &event)
{
    const QString piece = text(event, QLatin1String("text"));
    const qsizetype room = std::max<qsizetype>(0, OutputCharacterLimit - card.output.size());
    card.output += QStringView(piece).left(room);
    card.droppedCharacters += std::max<qsizetype>(0, piece.size() - room);
}

void finishExecution(ToolCard &card, const Event &event)
{
    card.outcome = text(event, QLatin1String("outcome"));
    card.exitCode = event.data.value(QLatin1String("exit_code")).toInt();
    card.durationMs = event.data.value(QLatin1String("duration_ms")).toInteger(-1);
    card.droppedCharacters += event.data.value(QLatin1String("cut_characters")).toInteger();
}

void addArtifact(ToolCard &card, const Event &event)
{
    if (const auto artifact = Artifact::fromJson(event.data))
        card.artifacts.append(*artifact);
}

void refuseArtifact(ToolCard &card, const Event &event)
{
    card.refused.append(visibleLine(text(event, QLatin1String("name"))) % QStringLiteral(": ") %
                        visibleLine(text(event, QLatin1String("reason"))));
}

using Handler = void (*)(ToolCard &, const Event &);

const QHash<QString, Handler> &handlers()
{
    static const QHash<QString, Handler> table{
        {type::ApprovalRequested, requestApproval},
        {type::ApprovalDecided, decideApproval},
        {type::ToolCallStarted, startCall},
        {type::ToolCallFinished, finishCall},
        {type::ExecWaiting, waitForSandbox},
        {type::ExecStarted, startExecution},
        {type::ExecOutput, addOutput},
        {type::ExecFinished, finishExecution},
        {type::ArtifactAdded, addArtifact},
        {type::ArtifactRefused, refuseArtifact},
    };
    return table;
}

} // namespace

void addRequestedCall(Conversation &conversation, const Event &event, const QString &author,
                      const ToolCall &call)
{
    ToolCard card;
    card.author = author;
    card.scripted = conversation.scripted;
    card.call = call.id;
    card.tool = call.name;
    card.arguments = call.arguments;
    appendItem(conversation, event, card);
}

void foldToolCall(Conversation &conversation, const Event &event)
{
    ToolCard &card = cardFor(conversation, event);
    if (event.type == type::ToolCallsCounted || event.data.contains(QLatin1String("parent")))
        fold(card.nested, event);
    else
        handlers().value(event.type)(card, event);
    conversation.activity.clear();
}

} // namespace glasshouse::ui
