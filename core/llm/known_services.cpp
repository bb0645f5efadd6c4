#include "core/llm/known_services.h"

#include <array>

namespace glasshouse {

namespace {

struct Service
{
    const char *name;
    const char *title;
    const char *variable;
    const char *baseUrl;
};

constexpr std::array services{
    Service{"openai", "OpenAI", "OPENAI_API_KEY", "https://api.openai.com/v1"},
    Service{"openrouter", "OpenRouter", "OPENROUTER_API_KEY", "https://openrouter.ai/api/v1"},
    Service{"mistral", "Mistral", "MISTRAL_API_KEY", "https://api.mistral.ai/v1"},
    Service{"groq", "Groq", "GROQ_API_KEY", "https://api.groq.com/openai/v1"},
    Service{"deepseek", "DeepSeek", "DEEPSEEK_API_KEY", "https://api.deepseek.com/v1"},
    Service{"gemini", "Gemini", "GEMINI_API_KEY", "https://generativelanguage.googleapis.com/v1beta/openai"},
};

Connection toConnection(const Service &service)
{
    Connection connection;
    connection.name = QString::fromLatin1(service.name);
    connection.title = QString::fromLatin1(service.title);
    connection.keyVariable = QString::fromLatin1(service.variable);
    connection.baseUrl = QString::fromLatin1(service.baseUrl);
    return connection;
}

} // namespace

QVector<Connection> servicesWithKeys(const QProcessEnvironment &environment)
{
    QVector<Connection> found;
    for (const Service &service : services)
        if (environment.contains(QString::fromLatin1(service.variable)))
            found.append(toConnection(service));
    return found;
}

} // namespace glasshouse
