// One thing that a sandbox uses, over the last two minutes: a number, a word and a line, below its limit.
#pragma once

#include "ui/common/theme.h"

#include <QVector>
#include <QWidget>

namespace glasshouse::ui {

struct UsagePoint
{
    qint64 atMs = 0;
    double value = 0;
};

class UsageGraph : public QWidget
{
    Q_OBJECT

public:
    static constexpr qint64 SpanMs = 120'000;
    static constexpr int MostPoints = 600;

    UsageGraph(const Theme *theme, const QString &title, QWidget *parent = nullptr);

    // A limit of 0 is none. `text` says value and limit: "84 MB of 512 MB".
    void add(qint64 atMs, double value, double limit, const QString &text);
    void clear();
    [[nodiscard]] const QVector<UsagePoint> &points() const { return m_points; }
    [[nodiscard]] QString text() const { return m_text; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] ColorRole color() const;
    [[nodiscard]] double top() const;
    void paintHead(QPainter &painter) const;
    void paintCurve(QPainter &painter, const QRectF &area) const;

    const Theme *m_theme;
    QString m_title;
    QString m_text;
    double m_limit = 0;
    QVector<UsagePoint> m_points;
};

} // namespace glasshouse::ui
