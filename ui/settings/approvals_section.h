// Settings > Remembered approvals: what a person allowed beyond one call, and a button to take each back.
#pragma once

#include "core/approvals/policy.h"
#include "ui/common/theme.h"

#include <QHash>
#include <QWidget>

namespace glasshouse::ui {

class Card;
class ToneLabel;

class ApprovalsSection : public QWidget
{
    Q_OBJECT

public:
    explicit ApprovalsSection(const Theme *theme, QWidget *parent = nullptr);

    // `threadTitles` by id, for the ones that hold for a thread.
    void setApprovals(const QVector<RememberedDecision> &approvals,
                      const QHash<QString, QString> &threadTitles);

Q_SIGNALS:
    void revokeRequested(const QString &id);

private:
    const Theme *m_theme;
    Card *m_card;
    ToneLabel *m_empty;
};

} // namespace glasshouse::ui
