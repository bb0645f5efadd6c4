// A piece of a model's Markdown: selectable, as high as its content, and harmless.
#pragma once

#include "ui/common/theme.h"

#include <QTextBrowser>

namespace glasshouse::ui {

// No HTML, no image and no file is ever loaded; links are http and https only and open after a click and a
// question that shows where they lead.
class MessageText : public QTextBrowser
{
    Q_OBJECT

public:
    explicit MessageText(const Theme *theme, QWidget *parent = nullptr);

    void setMessage(const QString &markdown);
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {40, 16}; }

    // Whether a link may be opened at all.
    [[nodiscard]] static bool mayOpen(const QUrl &url);

Q_SIGNALS:
    void linkActivated(const QUrl &url);

protected:
    QVariant loadResource(int type, const QUrl &name) override;
    void wheelEvent(QWheelEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void render();
    void restyle();
    void askBeforeOpening(const QUrl &url);

    const Theme *m_theme;
    QString m_markdown;
};

} // namespace glasshouse::ui
