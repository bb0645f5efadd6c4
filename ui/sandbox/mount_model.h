// The folders of this machine that a profile opens, as a table: the folder, its place in the sandbox, whether
// code may change it, and whether it is open.
#pragma once

#include "core/model/mount_rules.h"
#include "sandbox/files/quota_meter.h"
#include "ui/common/theme.h"

#include <QAbstractTableModel>
#include <QHash>

#include <optional>

namespace glasshouse::ui {

class MountModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Folder, Place, Access, State, ColumnCount };

    explicit MountModel(const Theme *theme, QObject *parent = nullptr);

    void setAccess(const SandboxAccess &access, const QVector<FolderConsent> &consents);
    void setQuota(const sandbox::Quota &quota); // of each that code may change
    // Of the folder of this machine; none if it cannot be known.
    void setUsage(const QString &folder, const std::optional<sandbox::TreeUsage> &usage);
    [[nodiscard]] const QVector<FolderMount> &mounts() const { return m_access.mounts; }
    [[nodiscard]] const FolderMount &mount(int row) const { return m_access.mounts.at(row); }
    [[nodiscard]] const CheckedMount &checked(int row) const { return m_checked.at(row); }
    [[nodiscard]] const QString &project() const { return m_access.folder; }
    // As it would be if it could be written to, or the other way round.
    [[nodiscard]] CheckedMount check(const FolderMount &mount) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;

Q_SIGNALS:
    void placeEdited(int row, const QString &place);
    void writableToggled(int row, bool writable);

private:
    [[nodiscard]] QString textAt(int row, int column) const;
    [[nodiscard]] const sandbox::TreeUsage *usage(int row) const; // null if it is not known
    [[nodiscard]] QString stateText(int row) const;
    [[nodiscard]] QString usageText(int row) const;
    [[nodiscard]] QString usageFacts(int row) const;
    [[nodiscard]] bool isNearlyFull(int row) const;

    const Theme *m_theme;
    SandboxAccess m_access;
    QVector<FolderConsent> m_consents;
    QVector<CheckedMount> m_checked; // one per mount
    sandbox::Quota m_quota;
    QHash<QString, std::optional<sandbox::TreeUsage>> m_usage; // by folder of this machine
};

} // namespace glasshouse::ui
