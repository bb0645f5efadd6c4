// Measures how long the main thread does not answer: a thread asks it for a sign of life, over and over.
#pragma once

#include <QObject>

#include <atomic>
#include <memory>
#include <thread>

namespace glasshouse::e2e {

class StallWatch : public QObject
{
    Q_OBJECT

public:
    StallWatch();
    ~StallWatch() override;

    // Milliseconds between a question and its answer, the longest so far.
    [[nodiscard]] double longestMs() const { return m_longestMs; }
    [[nodiscard]] int stallsOver50Ms() const { return m_stalls; }
    void restart();

private:
    void ask();

    std::atomic<bool> m_stopped{false};
    std::atomic<double> m_longestMs{0};
    std::atomic<int> m_stalls{0};
    std::thread m_thread;
};

} // namespace glasshouse::e2e
