// The simple items: what the person said, notices, the heading of a node, the end of a run.
#pragma once

#include "ui/chat/item_widget.h"

class QLabel;

namespace glasshouse::ui {

class CardFrame;

class UserItem : public ItemWidget
{
    Q_OBJECT

public:
    explicit UserItem(const Theme *theme, QWidget *parent = nullptr);
    void setItem(const ConversationItem &item, const ItemContext &context) override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fitText();

    CardFrame *m_bubble;
    ToneLabel *m_text;
};

class NoticeItem : public ItemWidget
{
    Q_OBJECT

public:
    explicit NoticeItem(const Theme *theme, QWidget *parent = nullptr);
    void setItem(const ConversationItem &item, const ItemContext &context) override;

private:
    const Theme *m_theme;
    CardFrame *m_card;
    QLabel *m_icon;
    ToneLabel *m_text;
};

class SectionItem : public ItemWidget
{
    Q_OBJECT

public:
    explicit SectionItem(const Theme *theme, QWidget *parent = nullptr);
    void setItem(const ConversationItem &item, const ItemContext &context) override;

private:
    const Theme *m_theme;
    ToneLabel *m_name;
    QLabel *m_icon;
    ToneLabel *m_state;
    ToneLabel *m_error;
};

class RunEndItem : public ItemWidget
{
    Q_OBJECT

public:
    explicit RunEndItem(const Theme *theme, QWidget *parent = nullptr);
    void setItem(const ConversationItem &item, const ItemContext &context) override;

private:
    const Theme *m_theme;
    QLabel *m_icon;
    ToneLabel *m_text;
};

} // namespace glasshouse::ui
