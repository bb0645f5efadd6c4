// What an agent says: prose and code blocks, growing while it streams.
#pragma once

#include "ui/chat/item_widget.h"
#include "ui/chat/markdown_segments.h"

namespace glasshouse::ui {

class AssistantItem : public ItemWidget
{
    Q_OBJECT

public:
    explicit AssistantItem(const Theme *theme, QWidget *parent = nullptr);
    void setItem(const ConversationItem &item, const ItemContext &context) override;

private:
    void setSegments(const QVector<MarkdownSegment> &segments);
    [[nodiscard]] QWidget *makePart(const MarkdownSegment &segment);
    void updatePart(QWidget *part, const MarkdownSegment &segment);

    const Theme *m_theme;
    AuthorRow *m_author;
    QVBoxLayout *m_layout;
    QVector<MarkdownSegment> m_segments;
    QVector<QWidget *> m_parts;
};

} // namespace glasshouse::ui
