// The widgets of a conversation's items. Only those near the viewport exist.
#pragma once

#include "ui/chat/conversation.h"
#include "ui/common/theme.h"

#include <QWidget>

class QHBoxLayout;
class QVBoxLayout;

namespace glasshouse::ui {

class ImageLoader;
class ToneLabel;

// What an item shares with its neighbours and keeps while its widget does not exist.
struct ItemContext
{
    bool showsAuthor = false;
    bool unfolded = false;

    bool operator==(const ItemContext &) const = default;
};

class ItemWidget : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;
    virtual void setItem(const ConversationItem &item, const ItemContext &context) = 0;

Q_SIGNALS:
    void unfoldToggled(bool unfolded);
    void reviewRequested(const QString &approvalId);
    void rejectRequested(const QString &approvalId);
    void artifactActivated(const glasshouse::Artifact &artifact);
    void saveArtifactRequested(const glasshouse::Artifact &artifact);
    void openInEditorRequested(const QString &code, const QString &language);
};

[[nodiscard]] ItemWidget *makeItemWidget(const Theme *theme, ImageLoader *images, const ItemContent &content,
                                         QWidget *parent);

// The agent's icon and name, and that it is scripted where it is.
class AuthorRow : public QWidget
{
    Q_OBJECT

public:
    explicit AuthorRow(const Theme *theme, QWidget *parent = nullptr);
    void setAuthor(const QString &name, bool scripted);

private:
    ToneLabel *m_name;
    QWidget *m_scripted;
};

} // namespace glasshouse::ui
