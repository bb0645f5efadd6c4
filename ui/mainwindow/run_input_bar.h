// The line above the canvas that asks for a run's input.
#pragma once

#include "ui/common/theme.h"

#include <QWidget>

class QLineEdit;

namespace glasshouse::ui {

class ToneLabel;

class RunInputBar : public QWidget
{
    Q_OBJECT

public:
    explicit RunInputBar(const Theme *theme, QWidget *parent = nullptr);

    // Shows the bar with the input selected, so that Enter runs it and typing replaces it.
    void ask(const QString &workflowTitle, const QString &input, const QStringList &suggestions);
    [[nodiscard]] QLineEdit *field() const { return m_field; }

Q_SIGNALS:
    void submitted(const QString &input);
    void cancelled();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void submit();

    const Theme *m_theme;
    ToneLabel *m_label;
    QLineEdit *m_field;
};

} // namespace glasshouse::ui
