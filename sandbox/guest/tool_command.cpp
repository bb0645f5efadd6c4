#include "sandbox/guest/tool_command.h"

#include "sandbox/guest/descriptor.h"
#include "sandbox/guest/layout.h"
#include "sandbox/guest/tool_wire.h"
#include "sandbox/protocol/limits.h"

#include <array>
#include <cstdio>
#include <cstring>
#include <iostream>
#include <iterator>

#include <nlohmann/json.hpp>
#include <sys/socket.h>
#include <sys/un.h>

namespace glasshouse::guest {

namespace {

using nlohmann::json;

constexpr int failure = 1;
constexpr int usage = 2;

int say(const std::string &sentence, int code)
{
    std::cerr << sentence << '\n';
    return code;
}

bool isShallow(const std::string &text)
{
    return depthOf(text) <= protocol::maxDepth;
}

std::optional<json> parsed(const std::string &text)
{
    json value = isShallow(text) ? json::parse(text, nullptr, false) : json(json::value_t::discarded);
    return value.is_discarded() ? std::nullopt : std::optional(std::move(value));
}

std::optional<json> objectIn(const std::string &text)
{
    auto value = parsed(text);
    return value && value->is_object() ? value : std::nullopt;
}

std::optional<json> pairs(std::vector<std::string>::const_iterator first,
                          std::vector<std::string>::const_iterator last)
{
    json object = json::object();
    for (; first != last; ++first) {
        const auto equals = first->find('=');
        if (equals == std::string::npos || equals == 0)
            return std::nullopt;
        const std::string text = first->substr(equals + 1);
        object[first->substr(0, equals)] = parsed(text).value_or(json(text));
    }
    return object;
}

std::optional<json> argumentsIn(const std::vector<std::string> &words)
{
    if (words.size() == 2 && words[1] == "-")
        return objectIn({std::istreambuf_iterator<char>(std::cin), {}});
    if (words.size() == 2 && words[1].starts_with('{'))
        return objectIn(words[1]);
    return pairs(words.begin() + 1, words.end());
}

Descriptor connectToTools()
{
    Descriptor tools(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, toolSocketPath, sizeof address.sun_path - 1);
    const bool connected =
        connect(tools.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0;
    return connected ? std::move(tools) : Descriptor();
}

bool sendAll(const Descriptor &socket, std::string bytes)
{
    while (!bytes.empty()) {
        const ssize_t sent = send(socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        bytes.erase(0, static_cast<std::size_t>(sent));
    }
    return true;
}

std::optional<std::string> receiveAnswer(const Descriptor &socket)
{
    std::string bytes;
    std::array<char, 64 << 10> buffer;
    while (bytes.size() < lengthSize || bytes.size() < lengthSize + lengthAt(bytes)) {
        const ssize_t size = recv(socket.get(), buffer.data(), buffer.size(), 0);
        if (size <= 0)
            return std::nullopt;
        bytes.append(buffer.data(), static_cast<std::size_t>(size));
    }
    return bytes.substr(lengthSize);
}

} // namespace

std::optional<std::string> toolRequest(const std::vector<std::string> &words)
{
    const auto arguments = words.empty() ? std::nullopt : argumentsIn(words);
    if (!arguments)
        return std::nullopt;
    return json{{"name", words.front()}, {"arguments", *arguments}}.dump(-1, ' ', false,
                                                                         json::error_handler_t::replace);
}

int runToolCommand(const std::vector<std::string> &words)
{
    const auto request = toolRequest(words);
    if (!request)
        return say("usage: call_tool NAME ['{\"argument\": value}' | argument=value ... | -]", usage);
    if (request->size() > protocol::maxToolData)
        return say("The arguments of a tool may be 1 MiB of JSON at most.", failure);
    const Descriptor tools = connectToTools();
    if (!tools.isOpen() || !sendAll(tools, framed(*request)))
        return say("The sandbox offers no tools.", failure);
    const auto answer = receiveAnswer(tools);
    const json parsedAnswer = answer ? json::parse(*answer, nullptr, false) : json();
    if (!parsedAnswer.is_object())
        return say("The sandbox closed the connection to its tools.", failure);
    if (parsedAnswer.contains("error"))
        return say(parsedAnswer.value("error", std::string()), failure);
    std::cout << parsedAnswer["value"].dump(-1, ' ', false, json::error_handler_t::replace) << '\n';
    return 0;
}

} // namespace glasshouse::guest
