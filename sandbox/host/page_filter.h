// Leaves out of a saved virtual machine what its template has anyway: the pages of memory that did not
// change. What remains is what QEMU reads again, over a memory that is mapped from the template.
#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace glasshouse::sandbox {

// Follows QEMU's migration stream (migration/ram.c of 7.2) as far as the guest's memory goes. From the first
// byte that it does not understand on it leaves out nothing.
class PageFilter
{
public:
    // `memory` is the template's, outlives the filter, and is as large as the guest's.
    explicit PageFilter(QByteArrayView memory) : m_memory(memory) {}

    // Adds to `kept` what is to be kept of the stream so far. Some may wait for what follows.
    void add(QByteArrayView bytes, QByteArray &kept);
    void finish(QByteArray &kept); // at the end of the stream

private:
    enum class Part { Preamble, Blocks, AfterSection, Section, Pages, Devices };
    enum class Step { Taken, NeedsMore };

    [[nodiscard]] Step step(QByteArray &kept);
    [[nodiscard]] Step findMemory(QByteArray &kept);
    [[nodiscard]] Step readBlock(QByteArray &kept);
    [[nodiscard]] Step readFooter(QByteArray &kept);
    [[nodiscard]] Step readSection(QByteArray &kept);
    [[nodiscard]] Step readPage(QByteArray &kept);
    [[nodiscard]] Step readNamedPage(qsizetype content, QByteArray &kept);
    [[nodiscard]] bool isInTemplate(quint64 header, const char *content) const;
    [[nodiscard]] qsizetype left() const { return m_waiting.size() - m_at; }
    [[nodiscard]] const char *at(qsizetype offset) const { return m_waiting.constData() + m_at + offset; }
    Step keep(qsizetype count, QByteArray &kept);
    Step skip(qsizetype count);
    Step giveUp(QByteArray &kept);

    QByteArrayView m_memory;
    QByteArray m_waiting; // of the stream, from m_at on
    qsizetype m_at = 0;
    Part m_part = Part::Preamble;
    quint32 m_section = 0;
    quint64 m_memoryLeft = 0; // of all blocks, not named yet
    QByteArray m_mainBlock;   // the guest's memory
    bool m_inMainBlock = false;
};

} // namespace glasshouse::sandbox
