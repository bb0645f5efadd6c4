#include "app/ctl_arguments.h"

namespace glasshouse {

QString CtlArguments::value(const QString &option, const QString &otherwise) const
{
    const auto values = options.value(option);
    return values.isEmpty() ? otherwise : values.last();
}

Result<CtlArguments> parseArguments(const QStringList &arguments, const QStringList &names, const QStringList &flags)
{
    CtlArguments parsed;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const auto &word = arguments[i];
        if (word == QStringLiteral("--json")) {
            parsed.asJson = true;
            continue;
        }
        if (!word.startsWith(QStringLiteral("--"))) {
            parsed.positional.append(word);
            continue;
        }
        if (flags.contains(word.mid(2))) {
            parsed.flags.append(word.mid(2));
            continue;
        }
        const auto equals = word.indexOf(u'=');
        const auto name = word.mid(2, equals < 0 ? -1 : equals - 2);
        if (!names.contains(name)) {
            return fail(QStringLiteral("The option --%1 is not known here. glasshousectl --help lists the options.").arg(name),
                        ErrorCode::BadUsage);
        }
        if (equals < 0 && i + 1 == arguments.size())
            return fail(QStringLiteral("The option --%1 needs a value.").arg(name), ErrorCode::BadUsage);
        parsed.options[name].append(equals < 0 ? arguments[++i] : word.mid(equals + 1));
    }
    return parsed;
}

} // namespace glasshouse
