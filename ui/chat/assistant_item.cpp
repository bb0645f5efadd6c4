#include "ui/chat/assistant_item.h"

#include "ui/chat/code_block.h"
#include "ui/chat/message_text.h"

#include <QVBoxLayout>

namespace glasshouse::ui {

AssistantItem::AssistantItem(const Theme *theme, QWidget *parent)
    : ItemWidget(parent), m_theme(theme), m_author(new AuthorRow(theme, this)),
      m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(metric::Tight + 2);
    m_layout->addWidget(m_author);
}

void AssistantItem::setItem(const ConversationItem &item, const ItemContext &context)
{
    const auto &said = std::get<AssistantText>(item.content);
    m_author->setAuthor(said.author, said.scripted);
    m_author->setVisible(context.showsAuthor);
    setSegments(splitMarkdown(said.text));
    setAccessibleName(tr("%1 says").arg(said.author));
}

void AssistantItem::setSegments(const QVector<MarkdownSegment> &segments)
{
    for (qsizetype i = 0; i < segments.size(); ++i) {
        const bool fits = i < m_parts.size() && m_segments.at(i).isCode == segments.at(i).isCode;
        if (!fits) {
            while (m_parts.size() > i)
                delete m_parts.takeLast();
            m_segments.resize(i);
            m_parts.append(makePart(segments.at(i)));
            m_segments.append(MarkdownSegment{segments.at(i).isCode, {}, {}});
            m_layout->addWidget(m_parts.at(i));
        }
        if (m_segments.at(i) != segments.at(i))
            updatePart(m_parts.at(i), segments.at(i));
    }
    while (m_parts.size() > segments.size())
        delete m_parts.takeLast();
    m_segments = segments;
}

QWidget *AssistantItem::makePart(const MarkdownSegment &segment)
{
    if (!segment.isCode)
        return new MessageText(m_theme, this);
    auto *block = new CodeBlock(m_theme, this);
    connect(block, &CodeBlock::openInEditorRequested, this, &ItemWidget::openInEditorRequested);
    return block;
}

void AssistantItem::updatePart(QWidget *part, const MarkdownSegment &segment)
{
    if (auto *block = qobject_cast<CodeBlock *>(part))
        block->setCode(segment.text, segment.language);
    else if (auto *prose = qobject_cast<MessageText *>(part))
        prose->setMessage(segment.text);
}

} // namespace glasshouse::ui
