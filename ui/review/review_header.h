// The top of the review: who wants what, in whose words, and the strip of what it may and mentions.
#pragma once

#include "core/approvals/approval.h"
#include "ui/common/theme.h"
#include "ui/review/review_context.h"

#include <QWidget>

class QHBoxLayout;
class QLabel;

namespace glasshouse::ui {

class IconButton;
class ToneLabel;

class ReviewHeader : public QWidget
{
    Q_OBJECT

public:
    explicit ReviewHeader(const Theme *theme, QWidget *parent = nullptr);

    void setRequest(const ApprovalRequest &request, const ReviewContext &context);
    void setPosition(int index, int count); // index from 0
    void setChangedLines(int lines, bool hasPrevious);
    void setNotice(const QString &sentence); // e.g. that the one before was decided elsewhere

Q_SIGNALS:
    void previousRequested();
    void nextRequested();

private:
    void build();
    void clearChips();
    void addChip(const QString &icon, ColorRole role, const QString &text, const QString &why);
    void addFacts(const ReviewContext &context);
    void addMentions(const QString &code);

    const Theme *m_theme;
    ToneLabel *m_title;
    ToneLabel *m_words;
    ToneLabel *m_command; // outside the sandbox
    ToneLabel *m_notice;
    ToneLabel *m_position;
    IconButton *m_previous;
    IconButton *m_next;
    QHBoxLayout *m_chips;
    ToneLabel *m_changes;
};

} // namespace glasshouse::ui
