// call_tool() in JavaScript, TypeScript and bash, in a real VM.
#include "tests/sandbox/host/vm_fixture.h"

using namespace glasshouse;
using namespace glasshouse::sandbox;

class ToolClientsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void javascriptGetsAPromiseOfTheValue();
    void javascriptModulesMayAwaitAtTheTop();
    void typescriptCallsTools();
    void rejectedPromiseIsAToolError();
    void javascriptRefusesWhatIsNotJson();
    void javascriptMakesManyCallsAtOnce();
    void javascriptMakesAThousandCalls();
    void bashPrintsTheAnswerAsJson();
    void bashTakesPairsObjectsAndStandardInput();
    void bashFailureIsAnExitCodeAndASentence();
    void bashCallsToolsInTheBackground();
    void childrenOfPythonCallToolsToo();
    void valuesOfAMebibytePassBothWays();
    void nestedTooDeeplyIsRefusedWithoutHarm();
    void callsThatNobodyWaitsForDoNoHarm();

private:
    [[nodiscard]] QByteArray output(const char *language, const QByteArray &code);

    QTemporaryDir m_folder;
    std::unique_ptr<MicroVmService> m_service;
    ExecRequest m_request;
    ExecResult m_result;
};

void ToolClientsTest::initTestCase()
{
    m_service = std::make_unique<MicroVmService>(testPaths(m_folder.path()));
}

void ToolClientsTest::init()
{
    m_request = {};
    m_request.session = QStringLiteral("one"); // the clients share nothing but the sandbox
    m_request.tools = {QStringLiteral("echo"), QStringLiteral("fail")};
}

// The tool echo answers with its arguments, fail with a sentence.
QByteArray ToolClientsTest::output(const char *language, const QByteArray &code)
{
    m_request.language = QString::fromLatin1(language);
    m_request.code = code;
    Call call(m_service->execute(m_request));
    connect(call.job.get(), &ExecJob::toolCalled, call.job.get(),
            [job = call.job.get()](const ToolRequest &request) {
                Result<QByteArray> answer = request.arguments;
                if (request.name == u"fail")
                    answer = fail(QStringLiteral("It is closed: \"Kö\"."));
                if (request.name != u"hold")
                    job->answerTool(request.call, answer);
            });
    const bool ended = call.wait();
    m_result = call.result;
    return ended ? m_result.standardOutput + m_result.standardError : "failed: " + call.error.toUtf8();
}

void ToolClientsTest::javascriptGetsAPromiseOfTheValue()
{
    QCOMPARE(output("javascript", "call_tool('echo', {a: [1, 2.5, null, true, 'Köln \\u0000'], b: {}})\n"
                                  "  .then(v => console.log(JSON.stringify(v)))"),
             QByteArray("{\"a\":[1,2.5,null,true,\"Köln \\u0000\"],\"b\":{}}\n"));
}

void ToolClientsTest::javascriptModulesMayAwaitAtTheTop()
{
    QCOMPARE(output("js", "import fs from 'node:fs'\nconst v = await call_tool('echo', {n: 20})\n"
                          "console.log(v.n + 1, typeof fs.readFileSync)"),
             QByteArray("21 function\n"));
}

void ToolClientsTest::typescriptCallsTools()
{
    QCOMPARE(output("typescript", "declare function call_tool(name: string, args?: object): Promise<any>\n"
                                  "async function main(): Promise<void> {\n"
                                  "  const v: {n: number} = await call_tool('echo', {n: 4})\n"
                                  "  console.log(v.n * 2)\n}\nmain()"),
             QByteArray("8\n"));
}

void ToolClientsTest::rejectedPromiseIsAToolError()
{
    QCOMPARE(output("js", "call_tool('fail')\n"
                          "  .catch(e => console.log(e instanceof ToolError, e.name, e.message))"),
             QByteArray("true ToolError It is closed: \"Kö\".\n"));
    QVERIFY(output("js", "call_tool('rm')").contains("There is no tool \"rm\"")); // nobody catches it
    QVERIFY(m_result.exitCode != 0);
}

void ToolClientsTest::javascriptRefusesWhatIsNotJson()
{
    QCOMPARE(output("js",
                    "(async () => {\n"
                    "  for (const v of [{v: NaN}, {v: () => 1}, [1], 'x', {v: 'x'.repeat(2e6)}, {v: 10n}])\n"
                    "    await call_tool('echo', v).catch(e => console.log(e.name))\n"
                    "  console.log((await call_tool('echo', {v: 1})).v)\n})()"),
             QByteArray("TypeError\nTypeError\nTypeError\nTypeError\nRangeError\nTypeError\n1\n"));
}

void ToolClientsTest::javascriptMakesManyCallsAtOnce()
{
    QCOMPARE(output("js", "const one = i => call_tool(i % 3 ? 'echo' : 'fail', {i}).then(v => v.i, () => 0)\n"
                          "Promise.all([...Array(60).keys()].map(one))\n"
                          "  .then(all => console.log(all.reduce((a, b) => a + b)))"),
             QByteArray::number(60 * 59 / 2 - 3 * (20 * 19 / 2)) + "\n");
}

void ToolClientsTest::javascriptMakesAThousandCalls()
{
    QCOMPARE(output("js", "(async () => {\n  let sum = 0\n"
                          "  for (let i = 0; i < 1000; ++i) sum += (await call_tool('echo', {i})).i\n"
                          "  console.log(sum)\n})()"),
             QByteArray("499500\n"));
}

void ToolClientsTest::bashPrintsTheAnswerAsJson()
{
    QCOMPARE(output("bash", "call_tool echo '{\"b\": [1, \"Köln\"], \"a\": null}'\ncall_tool echo"),
             QByteArray("{\"a\":null,\"b\":[1,\"Köln\"]}\n{}\n"));
}

void ToolClientsTest::bashTakesPairsObjectsAndStandardInput()
{
    QCOMPARE(output("bash",
                    "call_tool echo city='New York' days=3 deep='[1,{\"x\":2}]' text='\"3\"' open='{' "
                    "eq=a=b\n"
                    "echo '{\"from\": \"stdin\"}' | call_tool echo -"),
             QByteArray("{\"city\":\"New York\",\"days\":3,\"deep\":[1,{\"x\":2}],\"eq\":\"a=b\","
                        "\"open\":\"{\",\"text\":\"3\"}\n{\"from\":\"stdin\"}\n"));
}

void ToolClientsTest::bashFailureIsAnExitCodeAndASentence()
{
    QCOMPARE(output("bash", "x=$(call_tool fail 2>/tmp/said); echo $? \"[$x]\"; cat /tmp/said\n"
                            "call_tool rm 2>&1; echo $?\n"
                            "call_tool echo '[1]' 2>/dev/null; echo $?\ncall_tool 2>/dev/null; echo $?"),
             QByteArray("1 []\nIt is closed: \"Kö\".\nThere is no tool \"rm\". There are: echo, fail.\n"
                        "1\n2\n2\n"));
}

void ToolClientsTest::bashCallsToolsInTheBackground()
{
    QCOMPARE(output("bash", "(for i in $(seq 20); do call_tool echo n=$i & done; wait) | grep -c '\"n\"'"),
             QByteArray("20\n"));
}

void ToolClientsTest::childrenOfPythonCallToolsToo()
{
    QCOMPARE(output("python", "import subprocess\n"
                              "print(subprocess.check_output(['call_tool', 'echo', 'n=1'], text=True))"),
             QByteArray("{\"n\":1}\n\n"));
}

void ToolClientsTest::valuesOfAMebibytePassBothWays()
{
    const QByteArray all = "1000000 True\n";
    QCOMPARE(output("python", "v = call_tool('echo', t='x' * 1000000)['t']\n"
                              "print(len(v), v == 'x' * 1000000)"),
             all);
    QCOMPARE(output("js", "call_tool('echo', {t: 'x'.repeat(1000000)})\n"
                          "  .then(v => console.log(v.t.length, 'True'))"),
             all);
    QCOMPARE(output("bash",
                    "(printf '{\"t\":\"'; head -c 1000000 /dev/zero | tr '\\0' x; printf '\"}') > /tmp/a\n"
                    "echo $(call_tool echo - < /tmp/a | wc -c) True"),
             QByteArray("1000009 True\n"));
}

void ToolClientsTest::nestedTooDeeplyIsRefusedWithoutHarm()
{
    const QByteArray sentence = "The arguments of a tool may be nested 64 levels deep at most.\n";
    QCOMPARE(
        output("python",
               "import socket, struct, json\n"
               "deep = b'{\"name\":\"echo\",\"arguments\":{\"a\":' + b'[' * 500000 + b']' * 500000 + b'}}'\n"
               "s = socket.socket(socket.AF_UNIX); s.connect('/run/tools')\n"
               "s.sendall(struct.pack('<I', len(deep)) + deep)\n"
               "print(json.loads(s.recv(65536)[4:])['error'])\n"
               "v = 1\nfor i in range(65): v = [v]\n"
               "try: call_tool('echo', v=v)\nexcept ToolError as e: print(e)\n"
               "v = 1\nfor i in range(60): v = [v]\n"
               "print(call_tool('echo', v=v) == {'v': v})"),
        sentence + sentence + "True\n");
}

void ToolClientsTest::callsThatNobodyWaitsForDoNoHarm()
{
    m_request.tools << QStringLiteral("hold"); // never answered
    QCOMPARE(output("python", "import socket, struct, json\n"
                              "r = json.dumps({'name': 'hold', 'arguments': {}}).encode()\n"
                              "for i in range(200):\n"
                              "    s = socket.socket(socket.AF_UNIX); s.settimeout(0.05)\n"
                              "    try: s.connect('/run/tools'); s.sendall(struct.pack('<I', len(r)) + r)\n"
                              "    except OSError: pass\n"
                              "    s.close()\n"
                              "print('survived')"),
             QByteArray("survived\n"));
    QCOMPARE(output("python", "print(call_tool('echo', a=1))"), QByteArray("{'a': 1}\n"));
}

QTEST_GUILESS_MAIN(ToolClientsTest)
#include "tool_clients_test.moc"
