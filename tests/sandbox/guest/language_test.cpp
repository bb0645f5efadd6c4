#include "sandbox/guest/language.h"

#include <QTest>

using namespace glasshouse::guest;

class LanguageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsEveryAlias();
    void knowsNoOtherLanguage();
    void turnsWindowsLineEndsIntoUnixOnes();
    void runsModulesAndScriptsOfNodeAsWhatTheyAre();
    void buildsTypeScriptBeforeItRuns();
};

void LanguageTest::knowsEveryAlias()
{
    for (const char *name : {"python", "python3", "py", "Python"})
        QVERIFY(languageNamed(name) == Language::Python);
    for (const char *name : {"bash", "sh", "shell"})
        QVERIFY(languageNamed(name) == Language::Bash);
    for (const char *name : {"javascript", "js", "node"})
        QVERIFY(languageNamed(name) == Language::JavaScript);
    for (const char *name : {"typescript", "ts"})
        QVERIFY(languageNamed(name) == Language::TypeScript);
}

void LanguageTest::knowsNoOtherLanguage()
{
    for (const char *name : {"", "ruby", "python ", "/bin/bash", "py\n"})
        QVERIFY(!languageNamed(name));
}

void LanguageTest::turnsWindowsLineEndsIntoUnixOnes()
{
    QCOMPARE(withUnixLineEnds("a\r\nb\r\n"), std::string("a\nb\n"));
    QCOMPARE(withUnixLineEnds("a\rb\r"), std::string("a\rb\r"));
    QCOMPARE(withUnixLineEnds("\r\r\n"), std::string("\r\n"));
}

void LanguageTest::runsModulesAndScriptsOfNodeAsWhatTheyAre()
{
    QCOMPARE(commandFor(Language::JavaScript, "const fs = require('fs')", "/c").fileName,
             std::string("cell.cjs"));
    QCOMPARE(commandFor(Language::JavaScript, "// x\n  import fs from 'fs'", "/c").fileName,
             std::string("cell.mjs"));
    QCOMPARE(commandFor(Language::JavaScript, "importantCall()", "/c").fileName, std::string("cell.cjs"));
}

void LanguageTest::buildsTypeScriptBeforeItRuns()
{
    const CellCommand command = commandFor(Language::TypeScript, "const a: number = 1", "/c");
    QCOMPARE(command.fileName, std::string("cell.ts"));
    QCOMPARE(command.arguments[4], std::string("/c/cell.ts"));
    QVERIFY(command.arguments[2].find("esbuild") == 0);
    QVERIFY(command.arguments[2].find("exec node") != std::string::npos);
}

QTEST_GUILESS_MAIN(LanguageTest)
#include "language_test.moc"
