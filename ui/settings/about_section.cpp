#include "ui/settings/about_section.h"

#include "ui/common/card.h"
#include "ui/common/widgets.h"
#include "ui/settings/text_dialog.h"

#include <QClipboard>
#include <QFile>
#include <QGuiApplication>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

QString resourceText(const QString &name)
{
    QFile file(QStringLiteral(":/licences/") + name);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

} // namespace

AboutSection::AboutSection(const Theme *theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_program(new Card(theme, this)), m_built(new Card(theme, this)),
      m_copy(makeButton(tr("Copy the report"), ButtonKind::Plain, this)),
      m_show(makeButton(tr("Show"), ButtonKind::Plain, this)),
      m_outcome(new ToneLabel(theme, ColorRole::Done, {}, this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(metric::Medium);
    column->addWidget(m_program);
    column->addWidget(m_outcome);
    column->addWidget(new SectionHeader(theme, tr("Built on"), this));
    column->addWidget(m_built);
    addProgram();
    addReport();
    m_outcome->setVisible(false);
}

void AboutSection::addProgram()
{
    m_program->addRow(makeCardRow(
        m_theme, QStringLiteral("box"), tr("Glasshouse %1").arg(QStringLiteral(GLASSHOUSE_VERSION)),
        tr("A workbench for building and debugging AI agents. Everything stays on this computer "
           "unless you connect a model elsewhere."),
        {}));
    auto *licence = makeButton(tr("Read it"), ButtonKind::Plain, nullptr);
    licence->setAccessibleName(tr("Read the licence"));
    connect(licence, &QPushButton::clicked, this, &AboutSection::showLicence);
    auto *others = makeButton(tr("Third parties"), ButtonKind::Plain, nullptr);
    others->setAccessibleName(tr("Licences of third parties"));
    connect(others, &QPushButton::clicked, this, &AboutSection::showOtherLicences);
    m_program->addRow(makeCardRow(m_theme, QStringLiteral("scale"), tr("Licence"),
                                  tr("GNU General Public License, version 3 or later."), {licence, others}));
}

void AboutSection::addReport()
{
    m_copy->setIcon(m_theme->icon(u"clipboard-copy"));
    m_show->setAccessibleName(tr("Show the report"));
    connect(m_copy, &QPushButton::clicked, this, [this] { requestReport(ReportUse::Copy); });
    connect(m_show, &QPushButton::clicked, this, [this] { requestReport(ReportUse::Show); });
    m_program->addRow(
        makeCardRow(m_theme, QStringLiteral("file-text"), tr("Diagnostic report"),
                    tr("What this machine offers and what Glasshouse found on it, to pass on when "
                       "something does not work. Without keys, passwords or your name."),
                    {m_show, m_copy}));
}

void AboutSection::setComponents(const QVector<Component> &components)
{
    m_components = components;
    m_built->clear();
    for (const Component &component : components) {
        auto *licence = new ToneLabel(m_theme, ColorRole::TextDim, component.licence);
        m_built->addRow(makeCardRow(m_theme, {}, (component.name + u' ' + component.version).trimmed(),
                                    component.home, {licence}));
    }
    m_built->addRow(
        makeCardRow(m_theme, {}, tr("QEMU and Debian"),
                    tr("Started as programs and booted in sandboxes; the report names their versions."),
                    {new ToneLabel(m_theme, ColorRole::TextDim, tr("their own licences"))}));
}

void AboutSection::requestReport(ReportUse use)
{
    m_use = use;
    m_copy->setEnabled(false);
    m_show->setEnabled(false);
    m_outcome->setRole(ColorRole::TextDim);
    m_outcome->setText(tr("Looking at this machine..."));
    m_outcome->setVisible(true);
    Q_EMIT reportRequested();
}

void AboutSection::takeReport(const QString &report)
{
    m_copy->setEnabled(true);
    m_show->setEnabled(true);
    m_outcome->setVisible(m_use == ReportUse::Copy);
    if (m_use == ReportUse::Show)
        return showText(m_theme, tr("Diagnostic report"), report, window());
    QGuiApplication::clipboard()->setText(report);
    m_outcome->setRole(ColorRole::Done);
    m_outcome->setText(tr("The report is copied: %1 lines.").arg(report.count(u'\n')));
}

void AboutSection::showLicence()
{
    showText(m_theme, tr("Licence"), resourceText(QStringLiteral("GPL-3.0.txt")), window());
}

void AboutSection::showOtherLicences()
{
    QString text =
        tr("Glasshouse is built on these. Their licence texts come with them and at the addresses below.") +
        QStringLiteral("\n\n");
    for (const Component &component : m_components)
        text += QStringLiteral("%1 %2\n    %3\n    %4\n\n")
                    .arg(component.name, component.version, component.licence, component.home);
    text += QStringLiteral("Lucide\n\n") + resourceText(QStringLiteral("lucide.txt"));
    showText(m_theme, tr("Licences of third parties"), text, window());
}

} // namespace glasshouse::ui
