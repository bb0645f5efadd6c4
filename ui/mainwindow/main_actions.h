// Registers the window's actions and builds its menus from them.
#pragma once

class QMenu;
class QMenuBar;

namespace glasshouse::ui {

class ActionRegistry;

void registerMainActions(ActionRegistry &actions);

// `recent` is filled by the window; the menu bar becomes the owner of all menus.
void fillMenuBar(QMenuBar *bar, const ActionRegistry &actions, QMenu *recent);

} // namespace glasshouse::ui
