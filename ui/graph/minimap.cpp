#include "ui/graph/minimap.h"

#include "ui/graph/graph_view.h"

#include <QMouseEvent>
#include <QPainter>

namespace glasshouse::ui {

namespace {

constexpr double Inset = 8;
constexpr double SceneMargin = 60;
constexpr double LeastDot = 2; // pixels: a node never vanishes

} // namespace

Minimap::Minimap(const Theme *theme, GraphView *view, QWidget *parent)
    : CardFrame(theme, parent), m_theme(theme), m_view(view)
{
    setObjectName(QStringLiteral("minimap"));
    setAccessibleName(tr("Minimap"));
    setToolTip(tr("Click or drag to move the view"));
    setFixedSize(sizeHint());
    const auto *scene = view->graphScene();
    connect(scene, &GraphScene::contentsChanged, this, &Minimap::invalidate);
    connect(scene, &GraphScene::runChanged, this, &Minimap::invalidate);
    connect(theme, &Theme::changed, this, &Minimap::invalidate);
    connect(view, &GraphView::viewChanged, this, qOverload<>(&QWidget::update));
}

void Minimap::invalidate()
{
    m_nodes = {};
    update();
}

QTransform Minimap::transform() const
{
    const auto area = QRectF(rect()).adjusted(Inset, Inset, -Inset, -Inset);
    const auto factor = std::min(area.width() / m_scene.width(), area.height() / m_scene.height());
    QTransform transform;
    transform.translate(area.center().x(), area.center().y());
    transform.scale(factor, factor);
    transform.translate(-m_scene.center().x(), -m_scene.center().y());
    return transform;
}

QPointF Minimap::toScene(QPointF position) const
{
    return transform().inverted().map(position);
}

QPointF Minimap::fromScene(QPointF position) const
{
    return transform().map(position);
}

void Minimap::paintNodes()
{
    const auto ratio = devicePixelRatioF();
    m_nodes = QPixmap((QSizeF(size()) * ratio).toSize());
    m_nodes.setDevicePixelRatio(ratio);
    m_nodes.fill(Qt::transparent);
    const auto contents = m_view->graphScene()->contents();
    m_scene = (contents.isEmpty() ? QRectF(0, 0, 600, 360) : contents)
                  .adjusted(-SceneMargin, -SceneMargin, SceneMargin, SceneMargin);
    QPainter painter(&m_nodes);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const auto map = transform();
    for (const auto *item : m_view->graphScene()->nodeItems()) {
        auto dot = map.mapRect(item->sceneBody());
        dot.setSize(dot.size().expandedTo({LeastDot, LeastDot}));
        painter.setBrush(m_theme->color(colorOf(item->card(), &item->run())));
        painter.drawRoundedRect(dot, 1.5, 1.5);
    }
}

void Minimap::paintEvent(QPaintEvent *event)
{
    CardFrame::paintEvent(event);
    if (m_nodes.isNull())
        paintNodes();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.drawPixmap(0, 0, m_nodes);
    const auto inside = QRectF(rect()).adjusted(4.5, 4.5, -4.5, -4.5);
    auto accent = m_theme->color(ColorRole::Accent);
    painter.setPen(QPen(accent, 1));
    accent.setAlpha(18);
    painter.setBrush(accent);
    painter.drawRect(transform().mapRect(m_view->visibleScene()).intersected(inside));
}

void Minimap::mousePressEvent(QMouseEvent *event)
{
    m_view->lookAt(toScene(event->position()));
}

void Minimap::mouseMoveEvent(QMouseEvent *event)
{
    if (event->buttons() & Qt::LeftButton)
        m_view->lookAt(toScene(event->position()));
}

} // namespace glasshouse::ui
