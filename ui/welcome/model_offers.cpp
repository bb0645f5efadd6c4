#include "ui/welcome/model_offers.h"

#include "ui/common/card.h"
#include "ui/common/visible_text.h"
#include "ui/common/widgets.h"

#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

namespace glasshouse::ui {

namespace {

constexpr int longestName = 60;

QString placeOf(const Connection &connection)
{
    const QUrl url(connection.baseUrl);
    return QStringLiteral("%1:%2").arg(url.host()).arg(url.port());
}

QString serverSentence(const Connection &server)
{
    if (server.models.isEmpty())
        return ModelOffers::tr("Answers at %1, but offers no model yet.").arg(placeOf(server));
    const QString model = visibleLine(server.defaultModel, longestName);
    if (server.models.size() == 1)
        return ModelOffers::tr("Answers at %1 and offers %2.").arg(placeOf(server), model);
    return ModelOffers::tr("Answers at %1 and offers %2 and %3 more.")
        .arg(placeOf(server), model)
        .arg(server.models.size() - 1);
}

Connection freshConnection()
{
    Connection fresh;
    fresh.baseUrl = QStringLiteral("http://127.0.0.1:8080/v1");
    return fresh;
}

} // namespace

ModelOffers::ModelOffers(const Theme *theme, const QVector<Connection> &services,
                         const QVector<Connection> &candidates, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_services(services), m_candidates(candidates),
      m_card(new Card(theme, this))
{
    auto *other = makeButton(tr("Connect another model..."), ButtonKind::Plain, this);
    other->setIcon(theme->icon(u"plus"));
    connect(other, &QPushButton::clicked, this, [this] { Q_EMIT connectionOffered(freshConnection()); });
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(metric::Small);
    column->addWidget(m_card);
    column->addWidget(other, 0, Qt::AlignLeft);
    refresh();
}

void ModelOffers::setConnections(const QVector<Connection> &connections)
{
    m_connections = connections;
    refresh();
}

void ModelOffers::search()
{
    if (m_search)
        return;
    m_servers.clear();
    m_search = std::make_unique<LocalServerSearch>(m_candidates);
    connect(m_search.get(), &LocalServerSearch::found, this, &ModelOffers::addServer);
    connect(m_search.get(), &LocalServerSearch::finished, this, &ModelOffers::endSearch);
    m_search->start();
    refresh();
}

void ModelOffers::addServer(const Connection &server)
{
    m_servers.append(server);
    refresh();
}

void ModelOffers::endSearch()
{
    m_search.release()->deleteLater(); // it is what is speaking
    refresh();
    Q_EMIT searchEnded();
}

bool ModelOffers::isConnected(const Connection &offer) const
{
    return std::any_of(m_connections.begin(), m_connections.end(), [&](const Connection &known) {
        return known.baseUrl == offer.baseUrl && known.keyVariable == offer.keyVariable;
    });
}

void ModelOffers::refresh()
{
    m_card->clear();
    m_card->addRow(
        makeCardRow(m_theme, QStringLiteral("sparkles"), tr("Offline demo"),
                    tr("Scripted answers that call the real tools. No network and no key; the samples "
                       "use it."),
                    {new ToneLabel(m_theme, ColorRole::Done, tr("always ready"))}));
    for (const Connection &server : std::as_const(m_servers))
        addOffer(server, serverSentence(server));
    for (const Connection &service : std::as_const(m_services))
        addOffer(service, tr("A key is in the environment variable %1.").arg(service.keyVariable));
    m_card->addRow(makeSearchRow());
}

void ModelOffers::addOffer(const Connection &offer, const QString &sentence)
{
    QWidget *control = nullptr;
    if (isConnected(offer)) {
        control = new ToneLabel(m_theme, ColorRole::Done, tr("connected"));
    } else {
        auto *connectButton = makeButton(tr("Connect..."), ButtonKind::Plain, nullptr);
        connectButton->setAccessibleName(tr("Connect %1").arg(offer.title));
        connect(connectButton, &QPushButton::clicked, this,
                [this, offer] { Q_EMIT connectionOffered(offer); });
        control = connectButton;
    }
    m_card->addRow(makeCardRow(m_theme, QStringLiteral("plug"), offer.title, sentence, {control}));
}

QWidget *ModelOffers::makeSearchRow()
{
    if (m_search)
        return makeCardRow(m_theme, QStringLiteral("search"), tr("Looking for model servers on this machine"),
                           tr("At the usual addresses of Ollama, LM Studio, llama.cpp and vLLM."), {});
    auto *again = makeButton(tr("Look again"), ButtonKind::Plain, nullptr);
    connect(again, &QPushButton::clicked, this, &ModelOffers::search);
    return makeCardRow(
        m_theme, QStringLiteral("search"),
        m_servers.isEmpty() ? tr("No model server answers on this machine")
                            : tr("More model servers on this machine"),
        tr("Ollama, LM Studio, llama.cpp and vLLM are found when they run at their usual addresses."),
        {again});
}

} // namespace glasshouse::ui
