// Another program to drag from: a small window that is one folder.  drag_source FOLDER X Y
// Says on its standard output how far a drag is: "shown", "accepted" by what is under the pointer, "dropped".

#include <QApplication>
#include <QDrag>
#include <QLabel>
#include <QMimeData>
#include <QMouseEvent>
#include <QUrl>

#include <cstdio>

namespace {

void say(const char *word)
{
    std::puts(word);
    std::fflush(stdout);
}

class FolderIcon : public QLabel
{
    Q_OBJECT

public:
    explicit FolderIcon(QUrl folder) : QLabel(folder.fileName()), m_folder(std::move(folder))
    {
        setAlignment(Qt::AlignCenter);
        setFixedSize(160, 60);
        setWindowFlags(Qt::Window | Qt::WindowStaysOnTopHint | Qt::WindowDoesNotAcceptFocus);
    }

protected:
    void mouseMoveEvent(QMouseEvent *event) override
    {
        if (event->buttons() != Qt::LeftButton)
            return;
        auto *mime = new QMimeData;
        mime->setUrls({m_folder});
        auto *drag = new QDrag(this); // deletes itself and the data
        drag->setMimeData(mime);
        connect(drag, &QDrag::actionChanged, this, [](Qt::DropAction action) {
            if (action != Qt::IgnoreAction)
                say("accepted");
        });
        if (drag->exec(Qt::CopyAction | Qt::MoveAction) != Qt::CopyAction)
            return;
        hide(); // but stays: the other program has yet to ask what was dropped
        say("dropped");
    }

    void paintEvent(QPaintEvent *event) override
    {
        QLabel::paintEvent(event);
        if (!std::exchange(m_isShown, true))
            say("shown");
    }

private:
    QUrl m_folder;
    bool m_isShown = false;
};

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QApplication::setQuitOnLastWindowClosed(false);
    const QStringList arguments = QApplication::arguments();
    FolderIcon icon(QUrl::fromLocalFile(arguments.value(1)));
    icon.move(arguments.value(2).toInt(), arguments.value(3).toInt());
    icon.show();
    return QApplication::exec();
}

#include "drag_source.moc"
