// Lines from standard input without holding up the event loop.
#pragma once

#include <QObject>

#include <memory>

namespace glasshouse {

class LineReader : public QObject
{
    Q_OBJECT

public:
    explicit LineReader(QObject *parent = nullptr);
    ~LineReader() override;

    void readLine(); // answers with lineRead() or closed(), once

    [[nodiscard]] static bool isTerminal(); // is a person there to answer?

Q_SIGNALS:
    void lineRead(const QString &line);
    void closed();

private:
    struct Link; // what the reading thread holds; outlives this object if a read is still blocked

    std::shared_ptr<Link> m_link;
};

} // namespace glasshouse
