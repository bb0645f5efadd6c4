// Why a project could not be opened: the sentence with file and place, and what to do next.
#pragma once

#include "ui/common/theme.h"

#include <QWidget>

class QLabel;

namespace glasshouse::ui {

class ElidedLabel;

class OpenFailedPage : public QWidget
{
    Q_OBJECT

public:
    explicit OpenFailedPage(const Theme *theme, QWidget *parent = nullptr);

    void setFailure(const QString &folder, const QString &sentence);
    [[nodiscard]] QString sentence() const;

Q_SIGNALS:
    void retryRequested(const QString &folder);
    void otherFolderRequested();
    void galleryRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme *m_theme;
    QString m_folder;
    ElidedLabel *m_folderLabel;
    QLabel *m_sentence;
};

} // namespace glasshouse::ui
