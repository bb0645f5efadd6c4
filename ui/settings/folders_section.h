// Settings > Folders: which folders outside a project the person has opened to it, and a button to take each
// back.
#pragma once

#include "core/model/mount_rules.h"
#include "ui/common/theme.h"

#include <QVector>
#include <QWidget>

namespace glasshouse::ui {

class Card;
class ToneLabel;

class FoldersSection : public QWidget
{
    Q_OBJECT

public:
    explicit FoldersSection(const Theme *theme, QWidget *parent = nullptr);

    void setConsents(const QVector<FolderConsent> &consents);

Q_SIGNALS:
    void revokeRequested(const glasshouse::FolderConsent &consent);

private:
    const Theme *m_theme;
    Card *m_card;
    ToneLabel *m_empty;
};

} // namespace glasshouse::ui
