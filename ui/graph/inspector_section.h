// A group of fields in the inspector: shows one aspect of the target and turns changes into edits.
#pragma once

#include "core/model/edit.h"
#include "ui/graph/inspector_panel.h"

#include <functional>

class QLineEdit;
class QPlainTextEdit;
class QVBoxLayout;

namespace glasshouse::ui {

// What every section of a panel shares; the panel owns it and keeps it current.
struct InspectorContext
{
    Theme *theme = nullptr;
    ProjectDocument *document = nullptr;
    InspectorTarget target;
    QVector<Connection> connections;
    QStringList builtInTools;

    [[nodiscard]] const Project &project() const;
    [[nodiscard]] const Workflow *workflow() const;
    [[nodiscard]] const Node *node() const;
    [[nodiscard]] const Edge *edge() const;
    [[nodiscard]] const Agent *agent() const; // the target itself, or that of the target node
};

class InspectorSection : public QWidget
{
    Q_OBJECT

public:
    InspectorSection(const InspectorContext &context, const QString &title, QWidget *parent);
    virtual void refresh() = 0; // after any change of the project

Q_SIGNALS:
    void editRefused(const QString &sentence);

protected:
    [[nodiscard]] const InspectorContext &context() const { return m_context; }
    [[nodiscard]] QVBoxLayout *column() const { return m_column; }
    bool perform(const Edit &edit);
    void performOnAgent(const std::function<void(Agent &)> &change);
    void performOnNode(const std::function<void(Node &)> &change);

    // A caption above a field that a screen reader reads with it.
    void addField(const QString &caption, QWidget *field);

private:
    const InspectorContext &m_context;
    QVBoxLayout *m_column;
};

// Writes only what differs, so that the cursor of a field that is being typed in stays where it is.
void showText(QLineEdit *field, const QString &text);
void showText(QPlainTextEdit *field, const QString &text);

// Calls `act` when somebody has changed the text. QPlainTextEdit::textChanged alone also comes when only the
// look of the text has changed, with a style or a margin, perhaps before the field shows its value.
void connectTyping(QPlainTextEdit *field, QObject *context, const std::function<void()> &act);

} // namespace glasshouse::ui
