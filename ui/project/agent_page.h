// An agent's own page: its instructions with room to write, its description and the first messages it offers.
#pragma once

#include "core/model/agent.h"
#include "ui/common/theme.h"

#include <QWidget>

class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace glasshouse::ui {

class ProjectDocument;
class ToneLabel;

class AgentPage : public QWidget
{
    Q_OBJECT

public:
    AgentPage(const Theme *theme, ProjectDocument *document, QWidget *parent = nullptr);

    void setAgent(const QString &name);
    [[nodiscard]] QString agent() const { return m_name; }

Q_SIGNALS:
    void chatRequested(const QString &agent);
    void editRefused(const QString &sentence);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void build();
    void refresh();
    void commit();

    const Theme *m_theme;
    ProjectDocument *m_document;
    QString m_name;
    bool m_isLoading = false;
    ToneLabel *m_title;
    QPushButton *m_chat;
    QLineEdit *m_description;
    QPlainTextEdit *m_instructions;
    QPlainTextEdit *m_suggestions; // one per line
};

} // namespace glasshouse::ui
