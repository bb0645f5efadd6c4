// Owns a file descriptor of POSIX or a HANDLE of Windows.
#pragma once

#include <cstdint>
#include <utility>

namespace glasshouse::sandbox {

class NativeHandle
{
public:
    using Value = std::intptr_t;
    static constexpr Value none = -1; // also INVALID_HANDLE_VALUE

    NativeHandle() = default;
    explicit NativeHandle(Value value) : m_value(value) {}
    NativeHandle(NativeHandle &&other) noexcept : m_value(other.release()) {}
    NativeHandle &operator=(NativeHandle &&other) noexcept
    {
        std::swap(m_value, other.m_value);
        return *this;
    }
    ~NativeHandle() { close(); }

    [[nodiscard]] bool isValid() const { return m_value != none; }
    [[nodiscard]] Value value() const { return m_value; }
    [[nodiscard]] int descriptor() const { return static_cast<int>(m_value); }
    Value release() { return std::exchange(m_value, none); }

private:
    void close(); // in host_file_unix.cpp and host_file_win.cpp

    Value m_value = none;
};

} // namespace glasshouse::sandbox
