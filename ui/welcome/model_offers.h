// Ways to reach a model that are at hand: the demo, servers on this machine, services with a key in the
// environment.
#pragma once

#include "core/llm/connection.h"
#include "core/llm/local_servers.h"
#include "ui/common/theme.h"

#include <QVector>
#include <QWidget>

#include <memory>

class QPushButton;

namespace glasshouse::ui {

class Card;
class ToneLabel;

class ModelOffers : public QWidget
{
    Q_OBJECT

public:
    // `services` have a key in the environment; servers are looked for at the addresses of `candidates`.
    ModelOffers(const Theme *theme, const QVector<Connection> &services,
                const QVector<Connection> &candidates, QWidget *parent = nullptr);

    void setConnections(const QVector<Connection> &connections); // that there are already
    void search();
    [[nodiscard]] bool isSearching() const { return m_search != nullptr; }

Q_SIGNALS:
    void connectionOffered(const glasshouse::Connection &connection); // the person wants it; not saved yet
    void searchEnded();

private:
    void addServer(const Connection &server);
    void endSearch();
    void refresh();
    void addOffer(const Connection &offer, const QString &sentence);
    [[nodiscard]] bool isConnected(const Connection &offer) const;
    [[nodiscard]] QWidget *makeSearchRow();

    const Theme *m_theme;
    QVector<Connection> m_services;
    QVector<Connection> m_candidates;
    QVector<Connection> m_connections;
    QVector<Connection> m_servers; // that answered
    std::unique_ptr<LocalServerSearch> m_search;
    Card *m_card;
};

} // namespace glasshouse::ui
