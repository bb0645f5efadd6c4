#include "app/ctl_syntax.h"

#include <algorithm>

namespace glasshouse {

namespace {

constexpr auto usage = R"(Usage: glasshousectl COMMAND ...

  doctor [--report] [--try-again]
                                what this machine offers: hypervisor, image, connections, as a report
                                without keys or names; --try-again forgets that a hypervisor was of no use
  validate PROJECT              check a project folder
  run PROJECT --agent A | --workflow W  --input TEXT|@FILE ...
      [--approve ask|all|none] [--allow-program TOOL]... [--output DIR]
      [--model CONNECTION[:MODEL]] [--thread ID]
                                run an agent or a workflow; several --input continue the same thread
  exec [--image I] [--language python|bash|javascript|typescript] [--output DIR]
       [--mount HOST:GUEST[:rw]]... [--allow TARGET[=METHODS]]... [--tool NAME=COMMAND]...
       [--approve ask|none] [--limit KEY=NUMBER]... [--timeout SECONDS] FILE|-
                                run one piece of code in a sandbox
  image list | verify IMAGE | build IMAGE|FILE.image.json [--yes] | remove IMAGE [--yes]
                                guest images, and those of your own from templates
  bench sandbox [--rounds N] [--sandboxes N] [--image I] | engine | ui
                                figures

Options of every command: --json (one JSON object per line, the last has "type":"result"), --help.
Exit codes: 0 done, 1 run failed, 2 bad usage or bad project, 3 approval denied or nobody to ask,
4 sandbox unavailable, 5 model unavailable.
)";

QStringList split(const char *words)
{
    return QString::fromLatin1(words).split(u' ');
}

QVector<CtlSyntax> makeSyntax()
{
    return {
        {.command = QStringLiteral("doctor"), .make = makeDoctorCommand, .flags = split("report try-again")},
        {.command = QStringLiteral("validate"), .make = makeValidateCommand},
        {.command = QStringLiteral("run"),
         .make = makeRunCommand,
         .options = split("agent workflow input approve allow-program output model thread"),
         .values = {{QStringLiteral("approve"), split("ask all none")}}},
        {.command = QStringLiteral("exec"),
         .make = makeExecCommand,
         .options = split("image language output mount allow tool approve limit timeout"),
         .values = {{QStringLiteral("approve"), split("ask none")},
                    {QStringLiteral("language"), split("python bash javascript typescript")}}},
        {.command = QStringLiteral("image"),
         .make = makeImageCommand,
         .words = split("list verify build remove"),
         .flags = split("yes")},
        {.command = QStringLiteral("bench"),
         .make = makeBenchCommand,
         .words = split("sandbox engine ui"),
         .options = split("rounds sandboxes image")},
    };
}

QStringList commandNames()
{
    QStringList names;
    for (const auto &syntax : ctlSyntax())
        names << syntax.command;
    return names;
}

QStringList dashed(const CtlSyntax &syntax)
{
    QStringList all;
    for (const auto &name : syntax.options + syntax.flags + split("json help"))
        all << QStringLiteral("--") + name;
    return all;
}

QStringList valuesOf(const CtlSyntax &syntax, const QString &option, const QStringList &images)
{
    return option == u"image" ? images : syntax.values.value(option);
}

// `before` are the words between the command and the one that is being completed.
QStringList candidates(const CtlSyntax &syntax, const QStringList &before, const QString &last,
                       const QStringList &images)
{
    const auto previous = before.isEmpty() ? QString() : before.last();
    if (previous.startsWith(u"--") && syntax.options.contains(previous.mid(2)))
        return valuesOf(syntax, previous.mid(2), images);
    if (last.startsWith(u'-'))
        return dashed(syntax);
    if (before.isEmpty())
        return syntax.words;
    return syntax.command == u"image" && before.size() == 1 ? images : QStringList();
}

} // namespace

const QVector<CtlSyntax> &ctlSyntax()
{
    static const QVector<CtlSyntax> syntax = makeSyntax();
    return syntax;
}

const CtlSyntax *ctlSyntaxOf(QStringView command)
{
    const auto &all = ctlSyntax();
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const CtlSyntax &syntax) { return syntax.command == command; });
    return found == all.end() ? nullptr : &*found;
}

QString ctlUsage()
{
    return QString::fromLatin1(usage);
}

Result<CtlArguments> parseCommandArguments(QStringView command, const QStringList &arguments)
{
    const auto *syntax = ctlSyntaxOf(command);
    Q_ASSERT(syntax);
    return parseArguments(arguments, syntax->options, syntax->flags);
}

QStringList ctlCompletions(const QStringList &words, const QStringList &images)
{
    if (words.isEmpty())
        return {};
    QStringList complete = words;
    complete.removeAll(QStringLiteral("=")); // bash makes a word of its own of it
    const auto last = words.last() == u"=" ? QString() : complete.takeLast();
    QStringList all;
    if (complete.isEmpty())
        all = commandNames() + split("--help --version");
    else if (const auto *syntax = ctlSyntaxOf(complete.first()))
        all = candidates(*syntax, complete.mid(1), last, images);
    all.removeIf([&](const QString &word) { return !word.startsWith(last); });
    return all;
}

} // namespace glasshouse
