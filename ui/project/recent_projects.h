// The projects opened lately, newest first, kept in the settings.
#pragma once

#include <QObject>
#include <QString>
#include <QVector>

class QSettings;

namespace glasshouse::ui {

struct RecentProject
{
    QString folder;
    QString title;

    bool operator==(const RecentProject &) const = default;
};

class RecentProjects : public QObject
{
    Q_OBJECT

public:
    // The settings outlive this object.
    explicit RecentProjects(QSettings *settings, QObject *parent = nullptr);

    [[nodiscard]] const QVector<RecentProject> &list() const { return m_list; }
    void add(const QString &folder, const QString &title);
    void remove(const QString &folder);

Q_SIGNALS:
    void changed();

private:
    void save();

    QSettings *m_settings;
    QVector<RecentProject> m_list;
};

} // namespace glasshouse::ui
