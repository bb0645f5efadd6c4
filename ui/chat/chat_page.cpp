#include "ui/chat/chat_page.h"

#include "ui/chat/chat_header.h"
#include "ui/chat/composer.h"
#include "ui/chat/conversation_view.h"
#include "ui/chat/welcome_view.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QPainter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

constexpr int BatchMs = 30;

QStringList inputsOf(const Conversation &conversation)
{
    QStringList inputs;
    for (const ConversationItem &item : conversation.items)
        if (const auto *said = std::get_if<UserText>(&item.content))
            inputs.append(said->text);
    return inputs;
}

} // namespace

ChatPage::ChatPage(const Theme *theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_header(new ChatHeader(theme, this)),
      m_pages(new QStackedWidget(this)), m_view(new ConversationView(theme, m_pages)),
      m_welcome(new WelcomeView(theme, m_pages)), m_composer(new Composer(theme, this))
{
    m_pages->addWidget(m_welcome);
    m_pages->addWidget(m_view);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_pages, 1);
    layout->addWidget(m_composer);
    m_batch.setSingleShot(true);
    m_batch.setInterval(BatchMs);
    connect(&m_batch, &QTimer::timeout, this, &ChatPage::showConversation);

    connect(m_view, &ConversationView::reviewRequested, this, &ChatPage::reviewRequested);
    connect(m_view, &ConversationView::rejectRequested, this, &ChatPage::rejectRequested);
    connect(m_view, &ConversationView::artifactActivated, this, &ChatPage::artifactActivated);
    connect(m_view, &ConversationView::saveArtifactRequested, this, &ChatPage::saveArtifactRequested);
    connect(m_view, &ConversationView::openInEditorRequested, this, &ChatPage::openInEditorRequested);
    connect(m_composer, &Composer::sent, this, &ChatPage::send);
    connect(m_composer, &Composer::stopped, this, &ChatPage::stopRequested);
    connect(m_welcome, &WelcomeView::suggestionChosen, this, &ChatPage::send);
    connect(m_header, &ChatHeader::copyRequested, this,
            [this] { QGuiApplication::clipboard()->setText(toMarkdown(m_conversation, m_thread.title)); });
    connect(m_header, &ChatHeader::exportRequested, this,
            [this] { Q_EMIT exportRequested(m_thread.title, toMarkdown(m_conversation, m_thread.title)); });
    m_view->setConversation(&m_conversation);
    setAgent({}, {}, false);
    refreshState();
}

void ChatPage::setThread(const Thread &thread)
{
    const bool another = thread.id != m_thread.id;
    m_thread = thread;
    m_header->setTitle(thread.title);
    if (another)
        setEvents({});
}

void ChatPage::setEvents(const QVector<trace::Event> &events)
{
    m_batch.stop();
    m_conversation = {};
    for (const trace::Event &event : events)
        fold(m_conversation, event);
    m_busy = false;
    m_composer->setHistory(inputsOf(m_conversation));
    m_view->setConversation(&m_conversation);
    refreshState();
}

void ChatPage::applyEvent(const trace::Event &event)
{
    fold(m_conversation, event);
    if (event.type == trace::event_type::RunFinished)
        m_busy = false;
    if (!m_batch.isActive())
        m_batch.start();
}

void ChatPage::showConversation()
{
    m_view->refresh();
    refreshState();
}

void ChatPage::setAgent(const QString &name, const QString &connectionLabel, bool scripted)
{
    m_welcome->setAgent(name, connectionLabel, scripted);
    m_composer->setPlaceholder(name.isEmpty() ? tr("Choose a thread first") : tr("Message %1").arg(name));
    m_composer->setEnabled(!name.isEmpty());
}

void ChatPage::setSuggestions(const QStringList &suggestions)
{
    m_welcome->setSuggestions(suggestions);
}

void ChatPage::setBusy(bool busy)
{
    m_busy = busy;
    refreshState();
}

void ChatPage::showNotice(const QString &sentence)
{
    const ConversationItem item{m_conversation.nextKey++, 0, m_conversation.run, {}, 0, 0,
                                Notice{true, sentence}};
    m_conversation.items.append(item);
    m_busy = false;
    showConversation();
}

void ChatPage::focusComposer()
{
    m_composer->focusEdit();
}

void ChatPage::setDraft(const QString &text)
{
    m_composer->setText(text);
    m_composer->focusEdit();
}

void ChatPage::refreshState()
{
    const bool running = m_busy || m_conversation.running;
    m_composer->setBusy(running);
    m_header->setActivity(running ? m_conversation.activity : QString());
    m_pages->setCurrentWidget(m_conversation.items.isEmpty() ? static_cast<QWidget *>(m_welcome) : m_view);
}

void ChatPage::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), m_theme->color(ColorRole::Background));
}

void ChatPage::send(const QString &text)
{
    if (m_busy || m_conversation.running)
        return;
    setBusy(true);
    m_view->scrollToEnd();
    Q_EMIT sendRequested(text);
}

} // namespace glasshouse::ui
