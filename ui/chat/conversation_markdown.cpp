// A conversation written out as Markdown.
#include "ui/chat/conversation.h"
#include "ui/common/visible_text.h"

#include <QStringBuilder>

#include <algorithm>

namespace glasshouse::ui {

namespace {

template<typename... Visitors> struct Overloaded : Visitors...
{
    using Visitors::operator()...;
};
template<typename... Visitors> Overloaded(Visitors...) -> Overloaded<Visitors...>;

// Longer than any run of backticks inside, so that content cannot end its own block.
QString fenceFor(const QString &content)
{
    qsizetype longest = 0;
    qsizetype current = 0;
    for (const QChar c : content) {
        current = c == u'`' ? current + 1 : 0;
        longest = std::max(longest, current);
    }
    return QString(std::max<qsizetype>(3, longest + 1), u'`');
}

QString fenced(const QString &content, const QString &language)
{
    const QString fence = fenceFor(content);
    const QString end = content.endsWith(u'\n') ? QString() : QStringLiteral("\n");
    return fence % language % u'\n' % content % end % fence % QStringLiteral("\n\n");
}

QString written(const ToolCard &card)
{
    QString out = QStringLiteral("**") % visibleLine(card.tool) % QStringLiteral("**\n\n");
    if (!card.code.isEmpty())
        out += fenced(card.code, card.language);
    else if (!card.arguments.isEmpty())
        out += fenced(card.arguments, QStringLiteral("json"));
    if (!card.nested.isEmpty())
        out += fenced(nestedCallsText(card.nested), QStringLiteral("text"));
    const QString &printed = card.output.isEmpty() ? card.answer : card.output;
    if (!printed.isEmpty())
        out += fenced(visibleText(printed), QStringLiteral("text"));
    for (const Artifact &artifact : card.artifacts)
        out += QStringLiteral("- ") % visibleLine(artifact.name) % QStringLiteral(", ") %
               sizeText(artifact.size) % u'\n';
    return card.artifacts.isEmpty() ? out : out % u'\n';
}

QString written(const AssistantText &said)
{
    const QString mark = said.scripted ? QStringLiteral(" (offline demo, scripted)") : QString();
    return QStringLiteral("## ") % visibleLine(said.author) % mark % QStringLiteral("\n\n") % said.text %
           QStringLiteral("\n\n");
}

QString written(const RunEnd &end)
{
    const QString error = end.error.isEmpty() ? QString() : QStringLiteral(": ") % visibleLine(end.error);
    return QStringLiteral("*Run ") % end.status % error % QStringLiteral("*\n\n");
}

} // namespace

QString toMarkdown(const Conversation &conversation, const QString &title)
{
    QString out = QStringLiteral("# ") % visibleLine(title) % QStringLiteral("\n\n");
    const Overloaded writer{
        [](const UserText &said) -> QString {
            return QStringLiteral("## You\n\n") % said.text % QStringLiteral("\n\n");
        },
        [](const Notice &notice) -> QString {
            return QStringLiteral("> ") % visibleLine(notice.text) % QStringLiteral("\n\n");
        },
        [](const NodeSection &section) -> QString {
            return QStringLiteral("---\n\n*") % visibleLine(section.node) % QStringLiteral("*\n\n");
        },
        [](const auto &other) -> QString { return written(other); },
    };
    for (const ConversationItem &item : conversation.items)
        out += std::visit([&](const auto &content) -> QString { return writer(content); }, item.content);
    return out;
}

} // namespace glasshouse::ui
