// Edits one connection, with a test that names what is wrong before it is saved.
#pragma once

#include "core/llm/connection.h"
#include "ui/common/theme.h"

#include <QDialog>

class QComboBox;
class QFormLayout;
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace glasshouse::ui {

class ToneLabel;

class ConnectionDialog : public QDialog
{
    Q_OBJECT

public:
    // `takenNames` are those of other connections.
    ConnectionDialog(const Theme *theme, const Connection &connection, bool isNew,
                     const QStringList &takenNames, QWidget *parent = nullptr);

    [[nodiscard]] Connection connection() const; // as the fields say now
    [[nodiscard]] QString key() const;
    void showTestResult(const Result<QString> &result);
    void showSaveResult(const Result<void> &result); // closes on success

Q_SIGNALS:
    void testRequested(const glasshouse::Connection &connection, const QString &key);
    void saveRequested(const glasshouse::Connection &connection, const QString &key);

private:
    enum class KeySource { Environment, Keychain, None };

    void build(bool isNew);
    void prepareFields(bool isNew);
    void buildForm();
    [[nodiscard]] QHBoxLayout *makeButtons();
    void connectFields();
    void fill();
    void refresh();
    void test();
    void save();
    void showStatus(const QString &icon, ColorRole role, const QString &sentence);
    [[nodiscard]] QString problem() const; // empty if it can be saved
    [[nodiscard]] KeySource keySource() const;

    const Theme *m_theme;
    Connection m_original;
    QStringList m_takenNames;
    QLineEdit *m_title;
    QLineEdit *m_name;
    QLineEdit *m_baseUrl;
    QComboBox *m_keySource;
    QLineEdit *m_keyVariable;
    QLineEdit *m_key;
    QComboBox *m_model;
    QFormLayout *m_form = nullptr;
    QPushButton *m_test;
    QPushButton *m_save;
    QLabel *m_statusIcon;
    ToneLabel *m_status;
    bool m_nameFollowsTitle = false;
};

} // namespace glasshouse::ui
