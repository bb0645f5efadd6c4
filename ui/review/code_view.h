// A QScintilla editor that shows code as it is, with every invisible character drawn as a box.
#pragma once

#include "ui/common/theme.h"
#include "ui/review/line_diff.h"

#include <QSet>

#include <Qsci/qsciscintilla.h>

namespace glasshouse::ui {

class CodeView : public QsciScintilla
{
    Q_OBJECT

public:
    explicit CodeView(const Theme *theme, QWidget *parent = nullptr);

    void setCode(const QString &code, const QString &language);
    // False when the editor could not take the text exactly, e.g. because it holds a NUL.
    [[nodiscard]] bool showsExactly(const QString &code) const;
    void setUnseenCharacters(const QSet<char32_t> &characters);
    void setEditable(bool editable);

    enum class Side { Old, New };
    void shadeChanges(const QVector<DiffHunk> &hunks, Side side);

    [[nodiscard]] int topLine() const; // of the document, from 0
    void setTopLine(int line);
    void showLine(int line);
    [[nodiscard]] int countOf(const QString &text) const; // at most some thousand

Q_SIGNALS:
    void topLineMoved(int line);
    void codeChanged();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void setUpMargins();
    void restyle();

    const Theme *m_theme;
    QString m_language;
    Side m_side = Side::New;
    bool m_settingCode = false;
};

} // namespace glasshouse::ui
