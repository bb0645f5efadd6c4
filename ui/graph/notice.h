// A sentence that appears over the canvas for a while: why something was refused, or what the keys do now.
#pragma once

#include "ui/common/card_frame.h"

#include <QTimer>

namespace glasshouse::ui {

class CanvasNotice : public CardFrame
{
    Q_OBJECT

public:
    enum class Kind { Refusal, News, Hint };

    CanvasNotice(const Theme *theme, QWidget *parent);
    void showSentence(const QString &sentence,
                      Kind kind); // a hint stays, the others go by themselves; empty hides
    [[nodiscard]] const QString &sentence() const { return m_sentence; }
    [[nodiscard]] int heightForWidth(int width) const override;

Q_SIGNALS:
    void resized();

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;

private:
    const Theme *m_theme;
    QTimer m_timer;
    QString m_sentence;
    Kind m_kind = Kind::Hint;
};

} // namespace glasshouse::ui
