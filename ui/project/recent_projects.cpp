#include "ui/project/recent_projects.h"

#include <QSettings>

namespace glasshouse::ui {

namespace {

constexpr int limit = 10;

QString arrayKey()
{
    return QStringLiteral("recentProjects");
}

} // namespace

RecentProjects::RecentProjects(QSettings *settings, QObject *parent) : QObject(parent), m_settings(settings)
{
    const int count = qMin(limit, settings->beginReadArray(arrayKey()));
    for (int i = 0; i < count; ++i) {
        settings->setArrayIndex(i);
        m_list.append({settings->value(QStringLiteral("folder")).toString(),
                       settings->value(QStringLiteral("title")).toString()});
    }
    settings->endArray();
}

void RecentProjects::add(const QString &folder, const QString &title)
{
    m_list.removeIf([&](const RecentProject &entry) { return entry.folder == folder; });
    m_list.prepend({folder, title});
    m_list.resize(qMin<qsizetype>(m_list.size(), limit));
    save();
}

void RecentProjects::remove(const QString &folder)
{
    if (m_list.removeIf([&](const RecentProject &entry) { return entry.folder == folder; }) > 0)
        save();
}

void RecentProjects::save()
{
    m_settings->remove(arrayKey());
    m_settings->beginWriteArray(arrayKey(), int(m_list.size()));
    for (int i = 0; i < m_list.size(); ++i) {
        m_settings->setArrayIndex(i);
        m_settings->setValue(QStringLiteral("folder"), m_list[i].folder);
        m_settings->setValue(QStringLiteral("title"), m_list[i].title);
    }
    m_settings->endArray();
    Q_EMIT changed();
}

} // namespace glasshouse::ui
