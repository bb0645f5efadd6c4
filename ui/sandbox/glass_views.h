// The quiet tabs of Glass: files, network, resources. They state what holds now, and nothing else.
#pragma once

#include "core/model/message.h"
#include "core/model/sandbox_access.h"
#include "sandbox/host/sandbox_service.h"
#include "ui/common/theme.h"

#include <QVector>
#include <QWidget>

class QListWidget;

namespace glasshouse::ui {

class InfoRow;
class ToneLabel;

class FilesView : public QWidget
{
    Q_OBJECT

public:
    explicit FilesView(const Theme *theme, QWidget *parent = nullptr);
    void setArtifacts(const QVector<Artifact> &artifacts);
    void setAccess(const SandboxAccess &access);

Q_SIGNALS:
    void activated(const glasshouse::Artifact &artifact);

private:
    const Theme *m_theme;
    QVector<Artifact> m_artifacts;
    QListWidget *m_list;
    InfoRow *m_mounts;
    ToneLabel *m_empty;
};

class NetworkView : public QWidget
{
    Q_OBJECT

public:
    explicit NetworkView(const Theme *theme, QWidget *parent = nullptr);
    void setAccess(const SandboxAccess &access);

private:
    InfoRow *m_fact;
};

class ResourcesView : public QWidget
{
    Q_OBJECT

public:
    explicit ResourcesView(const Theme *theme, QWidget *parent = nullptr);
    void setStatus(const sandbox::Status &status);
    void setMemoryLimit(int megabytes);

private:
    InfoRow *m_state;
    InfoRow *m_accelerator;
    InfoRow *m_confinement;
    InfoRow *m_memory;
    InfoRow *m_running;
    InfoRow *m_restore;
};

} // namespace glasshouse::ui
