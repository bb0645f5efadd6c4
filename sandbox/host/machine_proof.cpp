#include "sandbox/host/machine_proof.h"

#include <QJsonArray>
#include <QRandomGenerator>
#include <QUuid>

namespace glasshouse::sandbox {

QString newMachineToken()
{
    quint32 words[4];
    QRandomGenerator::system()->fillRange(words);
    const QUuid token = QUuid::fromRfc4122(QByteArray(reinterpret_cast<const char *>(words), sizeof words));
    return token.toString(QUuid::WithoutBraces);
}

bool provesToken(const QJsonValue &uuidAnswer, const QString &token)
{
    return !token.isEmpty() && uuidAnswer[u"UUID"].toString().compare(token, Qt::CaseInsensitive) == 0;
}

// "tcp:127.0.0.1:33458 <-> 127.0.0.1:54403": QEMU's end, then ours.
bool provesPeer(const QJsonValue &chardevAnswer, const QString &label, quint16 peerPort)
{
    const QString expected = QStringLiteral("tcp:127.0.0.1:%1 <-> 127.0.0.1:").arg(peerPort);
    const QJsonArray devices = chardevAnswer.toArray();
    return peerPort != 0 && std::any_of(devices.begin(), devices.end(), [&](const QJsonValue &device) {
               return device[u"label"].toString() == label &&
                      device[u"filename"].toString().startsWith(expected);
           });
}

} // namespace glasshouse::sandbox
