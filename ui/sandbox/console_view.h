// The console of Glass: what every execution prints, as it prints it; bounded, and never interpreted.
#pragma once

#include "core/trace/event.h"
#include "ui/common/theme.h"
#include "ui/common/visible_text.h"

#include <QHash>
#include <QTimer>
#include <QVector>
#include <QWidget>

class QLineEdit;
class QPlainTextEdit;

namespace glasshouse::ui {

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

private:
    struct Piece
    {
        QString text;
        ColorRole role = ColorRole::Text;
        bool startsLine = false;
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
    void find(bool forward);
    void openFind();

    const Theme *m_theme;
    QVector<Piece> m_waiting;
    qsizetype m_waitingCharacters = 0;
    qint64 m_dropped = 0; // since the last batch: output came faster than it can be read
    int m_lineLength = 0;
    QHash<QString, VisibleTextStream> m_streams; // per call and stream
    QTimer m_batch;
    QPlainTextEdit *m_edit;
    QWidget *m_findBar;
    QLineEdit *m_find;
    ToneLabel *m_empty;
};

} // namespace glasshouse::ui
