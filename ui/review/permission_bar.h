// Requests of code in a sandbox that wait for a person, one at a time, in a bar that is in nobody's way.
#pragma once

#include "core/approvals/permission_queue.h"
#include "ui/common/theme.h"

#include <QTimer>
#include <QWidget>

#include <functional>

class QLabel;
class QPushButton;

namespace glasshouse::ui {

class ElidedLabel;
class IconButton;
class ToneLabel;

// What the window knows about a question.
struct PermissionFacts
{
    QString where;        // "in the thread Sales"; empty if unknown
    QString whyNotAlways; // a sentence; empty if the profile can be extended
};

class PermissionBar : public QWidget
{
    Q_OBJECT

public:
    using FactsOf = std::function<PermissionFacts(const PermissionQuestion &)>;

    // The queue outlives the bar.
    PermissionBar(const Theme *theme, PermissionQueue *queue, FactsOf factsOf, QWidget *parent = nullptr);

    void open();    // shows what is pending and takes the focus
    void refresh(); // what the window knows has changed
    [[nodiscard]] QString shownQuestion() const { return m_shown; }

Q_SIGNALS:
    // The profile has to be extended before the queue is answered.
    void alwaysChosen(const glasshouse::PermissionQuestion &question);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void build();
    void addAnswer(QPushButton *button, const char *name, PermissionAnswer answer);
    void showQuestion(const PermissionQuestion &question);
    void describe(const PermissionQuestion &question, const PermissionFacts &facts);
    void setAnswers(const PermissionQuestion &question, const PermissionFacts &facts);
    void choose(PermissionAnswer answer);

    const Theme *m_theme;
    PermissionQueue *m_queue;
    FactsOf m_factsOf;
    QString m_shown; // id
    ToneLabel *m_title;
    ElidedLabel *m_request;
    ElidedLabel *m_details;
    QPushButton *m_deny;
    QPushButton *m_once;
    QPushButton *m_forRun;
    QPushButton *m_always;
    IconButton *m_later;
    QTimer m_arming; // a click that was meant for what was here before must not allow anything
};

} // namespace glasshouse::ui
