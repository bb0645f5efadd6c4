// Looks for model servers on this machine, where the usual ones listen. It asks for their lists of models and
// nothing else, and never anybody beyond the loopback interface.
#pragma once

#include "core/llm/connection.h"
#include "core/llm/connection_test.h"

#include <QObject>
#include <QVector>

#include <memory>
#include <vector>

namespace glasshouse {

[[nodiscard]] QVector<Connection> usualLocalServers(); // Ollama, LM Studio, llama.cpp, vLLM

// What to talk to unless a person chooses: embedding models do not chat. Empty if there are none.
[[nodiscard]] QString likelyChatModel(const QStringList &models);

// Asks all at once; deleting it cancels.
class LocalServerSearch : public QObject
{
    Q_OBJECT

public:
    // Candidates whose base URL does not name a loopback address are left out.
    explicit LocalServerSearch(const QVector<Connection> &candidates, QObject *parent = nullptr);

    void start();

Q_SIGNALS:
    void found(const glasshouse::Connection &server); // with its models and one of them as the default
    void finished();

private:
    void ask(const Connection &candidate);

    QVector<Connection> m_candidates;
    std::vector<std::unique_ptr<ConnectionTest>> m_tests;
    qsizetype m_open = 0;
};

} // namespace glasshouse
