// The console of Glass: what every execution prints, as it prints it; bounded, and never interpreted.
#pragma once

#include "core/trace/event.h"
#include "ui/common/theme.h"
#include "ui/common/visible_text.h"
#include "ui/sandbox/console_folds.h"

#include <QHash>
#include <QTimer>
#include <QVector>
#include <QWidget>

class QPlainTextEdit;

namespace glasshouse::ui {

class TextFindBar;
class ToneLabel;

class ConsoleView : public QWidget
{
    Q_OBJECT

public:
    explicit ConsoleView(const Theme *theme, QWidget *parent = nullptr);

    void applyEvent(const trace::Event &event);
    void clear();
    void flush(); // what waits for the next batch is shown now
    [[nodiscard]] QString text() const;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override; // clicks and keys on head lines

private:
    struct Piece
    {
        enum class Kind { Text, Head, Outcome };

        QString text;
        ColorRole role = ColorRole::Text;
        bool startsLine = false;
        Kind kind = Kind::Text;
        QString call = {}; // that a head or an outcome is of
    };

    void build();
    void restyle();
    void recolor();
    void add(const QString &text, ColorRole role, bool startsLine = false);
    void addStart(const trace::Event &event);
    void addOutput(const trace::Event &event);
    void addFinish(const trace::Event &event);
    void addArtifact(const trace::Event &event);
    void insert(const Piece &piece);
    void insertText(const Piece &piece);
    [[nodiscard]] QTextCharFormat formatOf(ColorRole role) const;

    const Theme *m_theme;
    QVector<Piece> m_waiting;
    qsizetype m_waitingCharacters = 0;
    qint64 m_dropped = 0; // since the last batch: output came faster than it can be read
    int m_lineLength = 0;
    QHash<QString, VisibleTextStream> m_streams; // per call and stream
    QTimer m_batch;
    QPlainTextEdit *m_edit;
    TextFindBar *m_find;
    ConsoleFolds m_folds;
    QHash<QString, QString> m_agents; // by run
    ToneLabel *m_empty;
};

} // namespace glasshouse::ui
