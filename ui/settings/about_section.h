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
    void takeReport(const QString &report); // shows or copies it, as was asked for

Q_SIGNALS:
    void reportRequested();

private:
    enum class ReportUse { Show, Copy };

    void addProgram();
    void addReport();
    void requestReport(ReportUse use);
    void showLicence();
    void showOtherLicences();

    const Theme *m_theme;
    QVector<Component> m_components;
    Card *m_program;
    Card *m_built;
    QPushButton *m_copy;
    QPushButton *m_show;
    ToneLabel *m_outcome;
    ReportUse m_use = ReportUse::Copy;
};

} // namespace glasshouse::ui
