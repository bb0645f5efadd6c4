#include "ui/sandbox/artifact_content.h"

#include "ui/common/empty_state.h"
#include "ui/common/visible_text.h"
#include "ui/common/widgets.h"
#include "ui/sandbox/csv_model.h"
#include "ui/sandbox/json_tree_model.h"
#include "ui/sandbox/picture_view.h"

#include <QCoreApplication>
#include <QFile>
#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QPlainTextEdit>
#include <QTableView>
#include <QTreeView>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

using ReportFact = std::function<void(const QString &)>;

constexpr qint64 TextPiece = 512 * 1024;
constexpr qint64 LargestJson = 8 << 20;
constexpr int LongestLine = 2000;

QString tr(const char *text)
{
    return QCoreApplication::translate("ArtifactContent", text);
}

QWidget *makeProblem(const Theme *theme, const QString &sentence, QWidget *parent)
{
    return new EmptyState(theme, QStringLiteral("file-x"), tr("This cannot be shown"), sentence, parent);
}

QWidget *makePicture(const Theme *theme, const Artifact &artifact, const ReportFact &reportFact,
                     QWidget *parent)
{
    auto *view = new PictureView(theme, artifact.path, parent);
    QObject::connect(view, &PictureView::loaded, view, [reportFact](QSize size) {
        reportFact(tr("%1 × %2 pixels").arg(size.width()).arg(size.height()));
    });
    return view;
}

QWidget *makeTable(const Theme *theme, const Artifact &artifact, const ReportFact &reportFact,
                   QWidget *parent)
{
    auto *view = new QTableView(parent);
    auto *model = new CsvModel(artifact.path, view);
    if (!model->isOpen()) {
        delete view;
        return makeProblem(theme, tr("The file is not there any more."), parent);
    }
    auto *order = new CsvOrder(view);
    order->setSourceModel(model);
    view->setModel(order);
    view->setSortingEnabled(true);
    view->sortByColumn(-1, Qt::AscendingOrder); // as in the file, until a header is clicked
    view->setFrameShape(QFrame::NoFrame);
    view->setAlternatingRowColors(true);
    view->verticalHeader()->setDefaultSectionSize(metric::RowHeight);
    view->horizontalHeader()->setStretchLastSection(true);
    const auto report = [model, reportFact] {
        const QString rows = QLocale().toString(model->rowCount());
        reportFact(model->canFetchMore({}) ? tr("first %1 rows, more when you scroll").arg(rows)
                                           : tr("%1 rows, %2 columns").arg(rows).arg(model->columnCount()));
    };
    QObject::connect(model, &QAbstractItemModel::rowsInserted, view, report);
    report();
    return view;
}

// Layout of a line is quadratic at worst, so lines without end are broken.
QString brokenLines(const QString &text)
{
    QString out;
    int length = 0;
    for (const QChar c : text) {
        if (c == u'\n')
            length = 0;
        else if (++length > LongestLine) {
            out += u'\n';
            length = 1;
        }
        out += c;
    }
    return out;
}

class TextContent : public QWidget
{
public:
    TextContent(const Theme *theme, const QString &path, QWidget *parent)
        : QWidget(parent), m_file(path), m_edit(new QPlainTextEdit(this)),
          m_more(makeButton(tr("Show more"), ButtonKind::Link, this))
    {
        m_edit->setReadOnly(true);
        m_edit->setFrameShape(QFrame::NoFrame);
        m_edit->setFont(theme->codeFont());
        m_edit->setAccessibleName(tr("Text"));
        auto *layout = new QVBoxLayout(this);
        layout->setContentsMargins({});
        layout->addWidget(m_edit, 1);
        layout->addWidget(m_more, 0, Qt::AlignLeft);
        connect(m_more, &QPushButton::clicked, this, [this] { loadPiece(); });
        if (m_file.open(QIODevice::ReadOnly))
            loadPiece();
        else
            m_edit->setPlainText(tr("The file is not there any more."));
    }

private:
    void loadPiece()
    {
        m_edit->appendPlainText(brokenLines(m_reader.next(QString::fromUtf8(m_file.read(TextPiece)))));
        const qint64 left = m_file.size() - m_file.pos();
        m_more->setVisible(left > 0);
        m_more->setText(tr("Show more, %1 left").arg(sizeText(left)));
    }

    QFile m_file;
    VisibleTextStream m_reader;
    QPlainTextEdit *m_edit;
    QPushButton *m_more;
};

QWidget *makeJson(const Theme *theme, const Artifact &artifact, QWidget *parent)
{
    QFile file(artifact.path);
    if (artifact.size > LargestJson || !file.open(QIODevice::ReadOnly))
        return new TextContent(theme, artifact.path, parent);
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(file.read(LargestJson), &error);
    if (document.isNull())
        return new TextContent(theme, artifact.path, parent);
    auto *view = new QTreeView(parent);
    view->setModel(new JsonTreeModel(
        document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object()), view));
    view->setFrameShape(QFrame::NoFrame);
    view->setUniformRowHeights(true);
    view->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    view->expandToDepth(0);
    return view;
}

} // namespace

QWidget *makeArtifactContent(const Theme *theme, const Artifact &artifact, const ReportFact &reportFact,
                             QWidget *parent)
{
    switch (artifactKind(artifact)) {
    case ArtifactKind::Image:
        return makePicture(theme, artifact, reportFact, parent);
    case ArtifactKind::Table:
        return makeTable(theme, artifact, reportFact, parent);
    case ArtifactKind::Json:
        return makeJson(theme, artifact, parent);
    case ArtifactKind::Text:
        return new TextContent(theme, artifact.path, parent);
    case ArtifactKind::Binary:
        break;
    }
    return new EmptyState(
        theme, QStringLiteral("file"), tr("A binary file"),
        tr("There is no preview of this kind of file. Save it to open it with another program.\nSHA-256 %1")
            .arg(artifact.sha256),
        parent);
}

} // namespace glasshouse::ui
