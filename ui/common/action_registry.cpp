#include "ui/common/action_registry.h"

#include "ui/common/visible_text.h"

namespace glasshouse::ui {

QString toolTipFor(const QString &text, const QKeySequence &shortcut)
{
    QString plain = text;
    plain.remove(u'&');
    if (plain.endsWith(u"..."))
        plain.chop(3);
    if (shortcut.isEmpty())
        return plain;
    return QStringLiteral("%1 (%2)").arg(plain, shortcut.toString(QKeySequence::NativeText));
}

ActionRegistry::ActionRegistry(const Theme *theme, QObject *parent) : QObject(parent), m_theme(theme) {}

QAction *ActionRegistry::add(const ActionSpec &spec)
{
    Q_ASSERT_X(!m_byId.contains(spec.id), "ActionRegistry::add", qPrintable(spec.id));
    auto *action = new QAction(spec.text, this);
    action->setObjectName(spec.id);
    action->setProperty("lucideName", spec.icon); // for buttons that need it in another colour
    if (!spec.icon.isEmpty())
        action->setIcon(m_theme->icon(spec.icon, spec.iconColor));
    action->setShortcut(spec.shortcut);
    action->setToolTip(toolTipFor(spec.text, spec.shortcut));
    m_byId.insert(spec.id, action);
    m_order.append(action);
    Q_EMIT added(action);
    return action;
}

QAction *ActionRegistry::action(const QString &id) const
{
    return m_byId.value(id);
}

void ActionRegistry::enable(const QString &id)
{
    if (QAction *action = m_byId.value(id)) {
        action->setEnabled(true);
        action->setToolTip(toolTipFor(action->text(), action->shortcut()));
    }
}

void ActionRegistry::disable(const QString &id, const QString &reason)
{
    if (QAction *action = m_byId.value(id)) {
        action->setEnabled(false);
        action->setToolTip(plainToolTip(
            QStringLiteral("%1: %2").arg(toolTipFor(action->text(), action->shortcut()), reason)));
    }
}

} // namespace glasshouse::ui
