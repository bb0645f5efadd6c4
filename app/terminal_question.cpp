#include "app/terminal_question.h"

#include "app/ctl_output.h"

#include <QTimer>

namespace glasshouse {

TerminalQuestion::TerminalQuestion(QString text, QString otherwise, QObject *parent)
    : QObject(parent), m_text(std::move(text)), m_otherwise(std::move(otherwise))
{
    connect(&m_reader, &LineReader::lineRead, this, [this](const QString &line) {
        const bool isYes = line.trimmed().compare(u"y", Qt::CaseInsensitive) == 0 ||
                           line.trimmed().compare(u"yes", Qt::CaseInsensitive) == 0;
        isYes ? Q_EMIT agreed()
              : Q_EMIT refused({QStringLiteral("Nothing was changed."), ErrorCode::ApprovalDenied});
    });
    connect(&m_reader, &LineReader::closed, this, [this] {
        Q_EMIT refused({m_otherwise, ErrorCode::ApprovalDenied});
    });
}

void TerminalQuestion::ask()
{
    if (!LineReader::isTerminal()) {
        QTimer::singleShot(0, this, [this] { Q_EMIT refused({m_otherwise, ErrorCode::ApprovalDenied}); });
        return;
    }
    printErrorText(terminalSafe(m_text) + QStringLiteral(" [y/N] "));
    m_reader.readLine();
}

} // namespace glasshouse
