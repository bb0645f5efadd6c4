#include "ui/sandbox/profile_fields.h"

#include "core/model/limits.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace glasshouse::ui {

namespace {

constexpr double Second = 1'000;
constexpr double Megabyte = 1 << 20;

QString tr(const char *text)
{
    return QCoreApplication::translate("ProfileFields", text);
}

// `unit` is how much of the stored number is one in the form.
template<typename Number>
ProfileField numberField(Number SandboxProfile::*member, double unit, double least, double most)
{
    ProfileField field;
    field.least = least / unit;
    field.most = most / unit;
    field.decimals = unit > 1 ? 3 : 0;
    field.value = [member, unit](const SandboxProfile &profile) { return double(profile.*member) / unit; };
    field.set = [member, unit, least, most](SandboxProfile &profile, double value) {
        profile.*member = static_cast<Number>(std::llround(std::clamp(value * unit, least, most)));
    };
    return field;
}

ProfileField time(int SandboxProfile::*member, int least, int most, const QString &title,
                  const QString &explanation)
{
    ProfileField field = numberField(member, Second, least, most);
    field.title = title;
    field.explanation = explanation;
    field.suffix = tr(" s");
    field.step = 10;
    return field;
}

ProfileField bytes(qint64 SandboxProfile::*member, qint64 least, const QString &title,
                   const QString &explanation)
{
    ProfileField field = numberField(member, Megabyte, double(least), double(limits::OutputBytes));
    field.title = title;
    field.explanation = explanation;
    field.suffix = tr(" MB");
    field.step = 16;
    return field;
}

ProfileField count(int SandboxProfile::*member, int least, int most, const QString &title,
                   const QString &explanation, double step = 1)
{
    ProfileField field = numberField(member, 1, least, most);
    field.title = title;
    field.explanation = explanation;
    field.step = step;
    return field;
}

ProfileField withName(ProfileField field, const QString &atLeast)
{
    field.atLeast = atLeast;
    return field;
}

ProfileField memory()
{
    ProfileField field =
        count(&SandboxProfile::memoryMb, limits::LeastMemoryMb, limits::MemoryMb, tr("Memory"),
              tr("Of the virtual machine. Code that needs more is ended."), 128);
    field.suffix = tr(" MB");
    return field;
}

} // namespace

QVector<ProfileField> profileFields()
{
    using P = SandboxProfile;
    return {
        memory(),
        time(&P::callTimeoutMs, 1, limits::CallTimeoutMs, tr("Time per call"),
             tr("Longest time for one piece of code, without the time in which it waits for you.")),
        withName(time(&P::cpuTimeMs, 0, limits::CallTimeoutMs, tr("Processor time per call"),
                      tr("Most processor time for one piece of code.")),
                 tr("as long as the call")),
        time(&P::timeToLiveMs, 1, limits::TimeToLiveMs, tr("Idle time"),
             tr("A sandbox that nobody uses ends after this time; its variables are gone.")),
        withName(time(&P::lifetimeMs, 0, limits::TimeToLiveMs, tr("Lifetime"),
                      tr("A sandbox ends after this time, idle or not.")),
                 tr("for ever")),
        count(&P::processes, 1, limits::Processes, tr("Processes"), tr("And threads, at the same time."), 16),
        count(&P::outputCharacters, 0, limits::OutputCharacters, tr("Output for the model"),
              tr("Characters that the model gets to see; the rest is counted."), 1'000),
        bytes(&P::printedBytes, 1, tr("Printing"), tr("Code that prints more is ended.")),
        bytes(&P::outputBytes, 0, tr("/output"),
              tr("All files together. Also for folders that code may change.")),
        count(&P::outputFiles, 0, limits::OutputFiles, tr("Files in /output"), {}, 100),
    };
}

} // namespace glasshouse::ui
