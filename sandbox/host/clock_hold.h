// Whether the time limit of a call stands still: while its caller has a person decide about a tool, or while
// the call's network has one decide about a request.
#pragma once

#include <QSet>

namespace glasshouse::sandbox {

class ClockHold
{
public:
    // Code that asks and gives up again and again must not live for ever: after so many questions in a row
    // that nobody answered, its time goes on.
    static constexpr int MostUnanswered = 3;

    void beginCall() { *this = {}; } // what earlier code asks does not hold this call
    void setByCaller(bool held) { m_byCaller = held; }
    void ask(qint64 question) { m_open.insert(question); }
    void answer(qint64 question)
    {
        if (m_open.remove(question))
            m_unanswered = 0;
    }
    void withdraw(qint64 question)
    {
        if (m_open.remove(question))
            ++m_unanswered;
    }
    [[nodiscard]] bool isHeld() const
    {
        return m_byCaller || (!m_open.isEmpty() && m_unanswered < MostUnanswered);
    }

private:
    QSet<qint64> m_open;
    int m_unanswered = 0;
    bool m_byCaller = false;
};

} // namespace glasshouse::sandbox
