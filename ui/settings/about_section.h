// Settings > About: version, licences, what Glasshouse is built on, and a report for whoever is to help.
#pragma once

#include "core/base/component.h"
#include "ui/common/theme.h"

#include <QVector>
#include <QWidget>

class QPushButton;

namespace glasshouse::ui {

class Card;
class ToneLabel;

class AboutSection : public QWidget
{
    Q_OBJECT

public:
    explicit AboutSection(const Theme *theme, QWidget *parent = nullptr);

    void setComponents(const QVector<Component> &components);
    void takeReport(const QString &report); // copies it

Q_SIGNALS:
    void reportRequested();

private:
    void addProgram();
    void addReport();
    void requestReport();
    void showLicence();
    void showOtherLicences();

    const Theme *m_theme;
    QVector<Component> m_components;
    Card *m_program;
    Card *m_built;
    QPushButton *m_copy;
    QPushButton *m_show;
    ToneLabel *m_outcome;
    QString m_report;
};

} // namespace glasshouse::ui
