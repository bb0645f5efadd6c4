// Shows one artifact: picture, table, JSON tree or text; the files are hostile and are never executed or
// rendered as HTML.
#pragma once

#include "core/model/message.h"
#include "ui/common/theme.h"

#include <QDialog>

#include <functional>

class QComboBox;
class QLabel;
class QStackedWidget;

namespace glasshouse::ui {

class ToneLabel;

enum class ArtifactKind { Image, Table, Json, Text, Binary };

// By MIME type and name; SVG and HTML are text.
[[nodiscard]] ArtifactKind artifactKind(const Artifact &artifact);
[[nodiscard]] QString artifactIcon(const Artifact &artifact); // Lucide name

// A file of one name as an earlier call left it.
struct ArtifactVersion
{
    Artifact artifact;
    qint64 timeMs = 0;
};

class ArtifactView : public QDialog
{
    Q_OBJECT

public:
    using VersionsOf = std::function<QVector<ArtifactVersion>(const QString &name)>; // newest first

    explicit ArtifactView(const Theme *theme, QWidget *parent = nullptr);

    void setArtifacts(const QVector<Artifact> &artifacts); // what Save all and the arrows walk through
    void setVersions(const VersionsOf &versionsOf); // what it can be compared with; before showArtifact()
    void showArtifact(const Artifact &artifact);
    [[nodiscard]] const Artifact &artifact() const { return m_artifact; }

    // Asks for a place and writes a copy; failures become a message box's sentence.
    static void saveAs(QWidget *parent, const Artifact &artifact);
    static void saveAll(QWidget *parent, const QVector<Artifact> &artifacts);
    static void reveal(const Artifact &artifact);

private:
    void build();
    void step(int by);
    void fillCompare();
    void setContent(QWidget *content);
    [[nodiscard]] QWidget *makeContent();

    const Theme *m_theme;
    Artifact m_artifact;
    QVector<Artifact> m_all;
    QStackedWidget *m_content;
    QLabel *m_icon;
    ToneLabel *m_name;
    ToneLabel *m_facts;
    QComboBox *m_compare;
    VersionsOf m_versionsOf;
    QVector<ArtifactVersion> m_versions; // that are offered
};

} // namespace glasshouse::ui
