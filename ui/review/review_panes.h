// The middle of the review: the last approved version beside the proposed one, and what is odd about it.
#pragma once

#include "ui/common/theme.h"
#include "ui/review/line_diff.h"
#include "ui/review/review_context.h"
#include "ui/review/review_text.h"

#include <QTimer>
#include <QWidget>

namespace glasshouse::ui {

class CardFrame;
class CodeView;
class CodeFindBar;
class ToneLabel;

class ReviewPanes : public QWidget
{
    Q_OBJECT

public:
    explicit ReviewPanes(const Theme *theme, QWidget *parent = nullptr);

    void setTexts(const ReviewText &proposed, const ReviewContext &context);
    void startEditing();
    void openFind();
    [[nodiscard]] QString text() const;
    [[nodiscard]] bool isEditing() const { return m_editing; }
    // Whether the editor holds exactly the proposed text; only then may it be approved.
    [[nodiscard]] bool showsExactly() const { return m_exact; }
    [[nodiscard]] const QVector<DiffHunk> &hunks() const { return m_hunks; }
    [[nodiscard]] bool hasPrevious() const { return !m_previous.isEmpty(); }
    [[nodiscard]] int wantedHeight() const;

Q_SIGNALS:
    void edited();
    void compared(); // hunks() changed

private:
    QWidget *buildSide(ToneLabel *title, CodeView *view);
    void connectScrolling();
    void compare();
    void warn();
    void refreshTitles(const ReviewContext &context);

    const Theme *m_theme;
    QString m_previous;
    QString m_proposed;
    QVector<DiffHunk> m_hunks;
    QTimer m_compareSoon; // after typing
    bool m_editing = false;
    bool m_exact = false;
    bool m_scrolling = false;
    ToneLabel *m_oldTitle;
    ToneLabel *m_newTitle;
    CodeView *m_old;
    CodeView *m_new;
    QWidget *m_oldSide;
    CardFrame *m_warning;
    ToneLabel *m_warningText;
    ToneLabel *m_others;
    CodeFindBar *m_find;
};

} // namespace glasshouse::ui
