// What every part of the window is given: the look, the engines, the open project and the actions. None is
// owned.
#pragma once

namespace glasshouse::ui {

class ActionRegistry;
class ProjectDocument;
class RunTracker;
class Theme;
class Workbench;

struct WindowContext
{
    Theme *theme = nullptr;
    Workbench *workbench = nullptr;
    ProjectDocument *document = nullptr;
    ActionRegistry *actions = nullptr;
    RunTracker *runs = nullptr;
};

} // namespace glasshouse::ui
