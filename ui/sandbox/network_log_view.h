// The live log of a sandbox's requests: what was asked for, what the gateway said and why.
#pragma once

#include "core/trace/network_request.h"
#include "ui/common/theme.h"

#include <QWidget>

class QLineEdit;
class QPushButton;
class QTableView;

namespace glasshouse::ui {

class ElidedLabel;
class IconButton;
class NetworkLogFilter;
class NetworkLogModel;
class ToneLabel;

class NetworkLogView : public QWidget
{
    Q_OBJECT

public:
    explicit NetworkLogView(const Theme *theme, QWidget *parent = nullptr);

    void clear();
    void add(const trace::NetworkRequest &request);
    void flush();
    // Requests that are not there any more, in a sentence; empty: all are.
    void setGap(const QString &sentence);
    [[nodiscard]] const NetworkLogModel &model() const { return *m_model; }

Q_SIGNALS:
    void ruleRequested(const glasshouse::AllowRule &rule); // that would let a denied request through
    void changed();

private:
    void build();
    [[nodiscard]] QWidget *buildBar();
    [[nodiscard]] QWidget *buildDetails();
    void prepareTable();
    void connectParts();
    void refresh();
    void showDetails();
    void allow(const trace::NetworkRequest *request);
    void openMenu(const QPoint &position);
    void copySelected() const;
    [[nodiscard]] const trace::NetworkRequest *current() const;
    [[nodiscard]] const trace::NetworkRequest *at(const QModelIndex &index) const;

    const Theme *m_theme;
    NetworkLogModel *m_model;
    NetworkLogFilter *m_filter;
    QTableView *m_table;
    QLineEdit *m_search;
    QPushButton *m_denied;
    ToneLabel *m_counts;
    ToneLabel *m_empty;
    ElidedLabel *m_sentence;
    QPushButton *m_allow;
    IconButton *m_copy;
    QString m_gap;
    bool m_follows = true; // the end of the log
};

} // namespace glasshouse::ui
