#include "ui/project/sample_list.h"

#include "core/base/atomic_file.h"
#include "core/base/json.h"

#include <QDir>

#include <optional>

namespace glasshouse::ui {

namespace {

std::optional<Sample> readSample(const QDir &folder)
{
    const Result<QByteArray> content = readFile(folder.filePath(QStringLiteral("glasshouse.json")));
    if (!content)
        return {};
    const Result<QJsonObject> json = parseJsonObject(*content);
    if (!json)
        return {};
    Sample sample;
    sample.folder = folder.path();
    sample.name = json->value(u"name").toString(folder.dirName());
    sample.title = json->value(u"title").toString(sample.name);
    sample.description = json->value(u"description").toString();
    sample.worksOffline = json->value(u"default_connection").toString(QStringLiteral("demo")) == u"demo";
    sample.hasWorkflow = !QDir(folder.filePath(QStringLiteral("workflows"))).isEmpty();
    return sample;
}

} // namespace

QVector<Sample> listSamples(const QString &folder)
{
    QVector<Sample> samples;
    const QDir root(folder);
    for (const QString &name : root.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name)) {
        if (const std::optional<Sample> sample = readSample(QDir(root.filePath(name))))
            samples.append(*sample);
    }
    std::sort(samples.begin(), samples.end(),
              [](const Sample &a, const Sample &b) { return a.title.localeAwareCompare(b.title) < 0; });
    return samples;
}

} // namespace glasshouse::ui
