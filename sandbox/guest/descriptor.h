// A file descriptor that closes itself.
#pragma once

#include <string>
#include <utility>

namespace glasshouse::guest {

class Descriptor
{
public:
    Descriptor() = default;
    explicit Descriptor(int number) : m_number(number) {}
    Descriptor(Descriptor &&other) noexcept : m_number(std::exchange(other.m_number, -1)) {}
    Descriptor &operator=(Descriptor &&other) noexcept;
    ~Descriptor() { reset(); }

    [[nodiscard]] int get() const { return m_number; }
    [[nodiscard]] bool isOpen() const { return m_number >= 0; }
    void reset();

private:
    int m_number = -1;
};

struct Ends // of a pipe (first is read, second written) or a socket pair
{
    Descriptor first;
    Descriptor second;
};

// All close on exec; throw GuestError.
[[nodiscard]] Ends makePipe();
[[nodiscard]] Ends makeSocketPair(int type);
void setNonBlocking(const Descriptor &descriptor);

// Writes a small file of /proc or /sys in one go; false if the kernel refuses.
bool writeSystemFile(const std::string &path, const std::string &text);

} // namespace glasshouse::guest
