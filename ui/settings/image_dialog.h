// Edits the template of one image: its name, what it builds on, and the packages to add, checked as one
// types.
#pragma once

#include "sandbox/image/image_template.h"
#include "ui/common/theme.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace glasshouse::ui {

class ToneLabel;

class ImageDialog : public QDialog
{
    Q_OBJECT

public:
    // `takenNames` are those of all images there are.
    ImageDialog(const Theme *theme, const sandbox::ImageTemplate &value, bool isNew,
                const QStringList &takenNames, QWidget *parent = nullptr);

    [[nodiscard]] sandbox::ImageTemplate value() const; // as the fields say now
    void showProblem(const QString &sentence);

Q_SIGNALS:
    void saveRequested(const glasshouse::sandbox::ImageTemplate &value, bool builds);

private:
    void build();
    void fill();
    void refresh();
    [[nodiscard]] QString problem() const; // empty if it can be saved
    [[nodiscard]] QPlainTextEdit *makeList(const QString &name, const QString &example);

    const Theme *m_theme;
    sandbox::ImageTemplate m_original;
    bool m_isNew;
    QStringList m_takenNames;
    QLineEdit *m_name;
    QLineEdit *m_description;
    QComboBox *m_base;
    QPlainTextEdit *m_debian;
    QPlainTextEdit *m_python;
    QCheckBox *m_source;
    ToneLabel *m_status;
    QPushButton *m_save;
    QPushButton *m_saveAndBuild;
};

} // namespace glasshouse::ui
