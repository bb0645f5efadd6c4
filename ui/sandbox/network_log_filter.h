// Which requests of the log are shown.
#pragma once

#include <QSortFilterProxyModel>

namespace glasshouse::ui {

class NetworkLogFilter : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void setDeniedOnly(bool deniedOnly); // and what failed
    void setText(const QString &text);   // part of the method, address or reason

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    bool m_deniedOnly = false;
    QString m_text;
};

} // namespace glasshouse::ui
