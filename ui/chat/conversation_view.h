// Shows a conversation of any length: only the items near the viewport are widgets, the others are heights.
#pragma once

#include "ui/chat/item_widget.h"

#include <QAbstractScrollArea>
#include <QHash>
#include <QSet>

class QPushButton;

namespace glasshouse::ui {

class ConversationView : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit ConversationView(const Theme *theme, QWidget *parent = nullptr);

    // The conversation is read here and kept by the caller, which calls again after every change.
    void setConversation(const Conversation *conversation);
    void refresh();
    void scrollToEnd();
    [[nodiscard]] bool isAtEnd() const;
    [[nodiscard]] int liveWidgets() const { return int(m_widgets.size()); }

Q_SIGNALS:
    void reviewRequested(const QString &approvalId);
    void rejectRequested(const QString &approvalId);
    void artifactActivated(const glasshouse::Artifact &artifact);
    void saveArtifactRequested(const glasshouse::Artifact &artifact);
    void openInEditorRequested(const QString &code, const QString &language);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    bool viewportEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    struct Row
    {
        int key = 0;
        int revision = -1;
        int height = 0; // an estimate until it is measured at this width
        bool measured = false;
        bool showsAuthor = false;
    };

    void syncRows();
    [[nodiscard]] Row makeRow(int index) const;
    [[nodiscard]] bool showsAuthor(int index) const;
    [[nodiscard]] int estimate(const ConversationItem &item) const;
    void layOut();
    void layOutOnce();
    void measureFrom(int first, int bottom);
    int measure(int index);
    void placeWidgets();
    void dropFarWidgets(int first, int last);
    ItemWidget *widgetFor(int index);
    void connectWidget(ItemWidget *widget, int key);
    void updateTops();
    void updateScrollBar();
    void placePill();
    [[nodiscard]] int rowAt(int y) const;
    [[nodiscard]] int columnWidth() const;
    [[nodiscard]] int contentHeight() const;

    const Theme *m_theme;
    ImageLoader *m_images;
    const Conversation *m_conversation = nullptr;
    QVector<Row> m_rows;
    QVector<int> m_tops;
    QHash<int, ItemWidget *> m_widgets; // by key
    QSet<int> m_unfolded;
    QPushButton *m_pill;
    bool m_following = true; // stays at the end while text arrives
    bool m_layingOut = false;
};

} // namespace glasshouse::ui
