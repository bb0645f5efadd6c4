// The chat: one thread's conversation, and the composer below it.
#pragma once

#include "core/model/thread.h"
#include "ui/chat/conversation.h"
#include "ui/common/theme.h"

#include <QTimer>
#include <QWidget>

class QStackedWidget;

namespace glasshouse::ui {

class ChatHeader;
class Composer;
class ConversationView;
class WelcomeView;

class ChatPage : public QWidget
{
    Q_OBJECT

public:
    explicit ChatPage(const Theme *theme, QWidget *parent = nullptr);

    // Empties the conversation when it is another thread; a renamed one stays as it is.
    void setThread(const Thread &thread);
    void setEvents(const QVector<trace::Event> &events);
    void applyEvent(const trace::Event &event);

    void setAgent(const QString &name, const QString &connectionLabel, bool scripted);
    void setSuggestions(const QStringList &suggestions);
    // Until run_started arrives, and when a run could not start.
    void setBusy(bool busy);
    // A sentence that is no part of the run, e.g. why it could not start.
    void showNotice(const QString &sentence);
    void focusComposer();
    void setDraft(const QString &text);

    [[nodiscard]] const Conversation &conversation() const { return m_conversation; }
    [[nodiscard]] const Thread &thread() const { return m_thread; }

Q_SIGNALS:
    void sendRequested(const QString &text);
    void stopRequested();
    void reviewRequested(const QString &approvalId);
    void rejectRequested(const QString &approvalId);
    void artifactActivated(const glasshouse::Artifact &artifact);
    void saveArtifactRequested(const glasshouse::Artifact &artifact);
    void openInEditorRequested(const QString &code, const QString &language);
    void exportRequested(const QString &title, const QString &markdown);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void showConversation();
    void refreshState();
    void send(const QString &text);

    const Theme *m_theme;
    Thread m_thread;
    Conversation m_conversation;
    QTimer m_batch; // one repaint per 30 ms of streamed text
    ChatHeader *m_header;
    QStackedWidget *m_pages;
    ConversationView *m_view;
    WelcomeView *m_welcome;
    Composer *m_composer;
    bool m_busy = false;
};

} // namespace glasshouse::ui
