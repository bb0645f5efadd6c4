// A tool call as a card: what it is, how far it is, and unfolded what went in and came out.
#pragma once

#include "ui/chat/item_widget.h"

#include <functional>

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace glasshouse::ui {

class CardFrame;
class ElidedLabel;
class IconButton;
class TextPanel;

class ToolCardItem : public ItemWidget
{
    Q_OBJECT

public:
    ToolCardItem(const Theme *theme, ImageLoader *images, QWidget *parent = nullptr);
    void setItem(const ConversationItem &item, const ItemContext &context) override;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void build();
    QWidget *buildHeader();
    QWidget *buildDecision();
    void toggle();
    void refreshHeader();
    void refreshBody();
    void refreshOutput();
    void refreshArtifacts();
    void refreshNested();
    [[nodiscard]] QWidget *buildNestedDecision(const NestedCall &call);
    void addDecisionButtons(QHBoxLayout *row, const QString &name, std::function<QString()> approval);
    TextPanel *panel(TextPanel *&slot, int foldedLines, int place);
    [[nodiscard]] bool waits() const { return m_card.phase == ToolPhase::WaitingForPerson; }

    const Theme *m_theme;
    ImageLoader *m_images;
    ToolCard m_card;
    bool m_unfolded = false;
    AuthorRow *m_author;
    CardFrame *m_frame;
    QWidget *m_header;
    QLabel *m_icon;
    ElidedLabel *m_name;
    ElidedLabel *m_summary;
    QLabel *m_stateIcon;
    ElidedLabel *m_state;
    IconButton *m_unfold;
    QWidget *m_decision;
    QVBoxLayout *m_body;
    TextPanel *m_arguments = nullptr; // made when there is something to show
    TextPanel *m_code = nullptr;
    TextPanel *m_output = nullptr;
    TextPanel *m_calls = nullptr;
    QVBoxLayout *m_waiting; // calls from code, for a person to decide
    QVector<NestedCall> m_shownWaiting;
    ToneLabel *m_note;
    QVBoxLayout *m_artifacts;
};

} // namespace glasshouse::ui
