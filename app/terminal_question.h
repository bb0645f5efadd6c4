// One question with yes or no in a terminal; no is what silence means.
#pragma once

#include "app/line_reader.h"
#include "core/base/result.h"

namespace glasshouse {

class TerminalQuestion : public QObject
{
    Q_OBJECT

public:
    // `otherwise`: what to do where nobody can be asked, "Add --yes to ...".
    TerminalQuestion(QString text, QString otherwise, QObject *parent = nullptr);

    void ask();

Q_SIGNALS:
    void agreed();
    void refused(const glasshouse::Error &why); // ApprovalDenied

private:
    QString m_text;
    QString m_otherwise;
    LineReader m_reader;
};

} // namespace glasshouse
