// Whether the two loopback connections that came in are really those of the QEMU that was started. Pure.
//
// QEMU is told a random UUID on its command line, which other users of the machine cannot read; who answers
// "query-uuid" with it has it. That one then says with "query-chardev" from which port it opened the other
// connection.
#pragma once

#include <QJsonValue>
#include <QString>

namespace glasshouse::sandbox {

[[nodiscard]] QString newMachineToken(); // a UUID as QEMU writes it, from the system's random generator

[[nodiscard]] bool provesToken(const QJsonValue &uuidAnswer, const QString &token);

// Whether the character device `label` was opened from `peerPort`, the port at the other end of our socket.
[[nodiscard]] bool provesPeer(const QJsonValue &chardevAnswer, const QString &label, quint16 peerPort);

} // namespace glasshouse::sandbox
