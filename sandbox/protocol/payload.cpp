#include "sandbox/protocol/payload.h"

#include <vector>

namespace glasshouse::protocol {

namespace {

using nlohmann::json;

// Builds the value while it counts the depth. nlohmann's reader recurses once per level, and stops when a
// handler answers false, so a payload of a million open brackets costs maxDepth stack frames.
class BoundedBuilder : public nlohmann::json_sax<json>
{
public:
    bool null() override { return add(nullptr); }
    bool boolean(bool value) override { return add(value); }
    bool number_integer(number_integer_t value) override { return add(value); }
    bool number_unsigned(number_unsigned_t value) override { return add(value); }
    bool number_float(number_float_t value, const string_t &) override { return add(value); }
    bool string(string_t &value) override { return add(std::move(value)); }
    bool binary(binary_t &value) override { return add(std::move(value)); }
    bool start_object(std::size_t) override { return open(json::object()); }
    bool start_array(std::size_t) override { return open(json::array()); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }

    bool key(string_t &value) override
    {
        json *object = m_open.back();
        if (object->contains(value))
            return false;
        m_slot = &(*object)[value];
        return true;
    }

    bool parse_error(std::size_t, const std::string &, const nlohmann::detail::exception &) override
    {
        return false;
    }

    [[nodiscard]] bool tooDeep() const { return m_tooDeep; }
    [[nodiscard]] json take() { return std::move(m_root); }

private:
    json *place(json value)
    {
        if (m_open.empty())
            return &(m_root = std::move(value));
        if (m_open.back()->is_array())
            return &m_open.back()->emplace_back(std::move(value));
        return &(*m_slot = std::move(value));
    }

    bool add(json value)
    {
        place(std::move(value));
        return true;
    }

    bool open(json container)
    {
        m_tooDeep = m_open.size() >= static_cast<std::size_t>(maxDepth);
        if (!m_tooDeep)
            m_open.push_back(place(std::move(container)));
        return !m_tooDeep;
    }

    bool close()
    {
        m_open.pop_back();
        return true;
    }

    json m_root;
    json *m_slot = nullptr; // of the key that was read last
    std::vector<json *> m_open;
    bool m_tooDeep = false;
};

} // namespace

std::variant<json, Violation> parsePayload(std::string_view bytes)
{
    BoundedBuilder builder;
    const bool complete = json::sax_parse(bytes, &builder, json::input_format_t::cbor);
    if (builder.tooDeep())
        return Violation{Violation::Kind::TooDeep, "more than " + std::to_string(maxDepth) + " levels"};
    if (!complete)
        return Violation{Violation::Kind::BadPayload, {}};
    json value = builder.take();
    if (!value.is_object())
        return Violation{Violation::Kind::BadPayload, "not an object"};
    return value;
}

FieldReader::FieldReader(std::string_view payload)
{
    auto parsed = parsePayload(payload);
    if (auto *violation = std::get_if<Violation>(&parsed))
        m_violation = std::move(*violation);
    else
        m_object = std::get<json>(std::move(parsed));
}

std::string FieldReader::bytes(const char *key, std::size_t smallest, std::size_t largest)
{
    const json *value = find(key);
    if (!value)
        return {};
    if (!value->is_binary() || value->get_binary().size() < smallest ||
        value->get_binary().size() > largest) {
        refuse(key, "is not a byte string of the right length");
        return {};
    }
    return {value->get_binary().begin(), value->get_binary().end()};
}

std::string FieldReader::text(const char *key, std::size_t largest)
{
    const json *value = find(key);
    if (!value)
        return {};
    if (!value->is_string() || value->get_ref<const std::string &>().size() > largest) {
        refuse(key, "is not a text within its limit");
        return {};
    }
    return value->get<std::string>();
}

bool FieldReader::boolean(const char *key)
{
    const json *value = find(key);
    if (value && !value->is_boolean())
        refuse(key, "is not true or false");
    return value && value->is_boolean() && value->get<bool>();
}

std::int64_t FieldReader::integer(const char *key, std::int64_t smallest, std::uint64_t largest)
{
    const json *value = find(key);
    if (!value)
        return 0;
    if (value->is_number_unsigned() && value->get<std::uint64_t>() <= largest)
        return static_cast<std::int64_t>(value->get<std::uint64_t>());
    if (value->is_number_integer() && !value->is_number_unsigned() && value->get<std::int64_t>() >= smallest)
        return value->get<std::int64_t>();
    refuse(key, "is not a whole number in range");
    return 0;
}

const json *FieldReader::find(const char *key)
{
    if (m_violation)
        return nullptr;
    const auto found = m_object.find(key);
    if (found != m_object.end())
        return &*found;
    refuse(key, "is missing");
    return nullptr;
}

void FieldReader::refuse(const char *key, const char *problem)
{
    m_violation = Violation{Violation::Kind::BadField, std::string(key) + " " + problem};
}

} // namespace glasshouse::protocol
