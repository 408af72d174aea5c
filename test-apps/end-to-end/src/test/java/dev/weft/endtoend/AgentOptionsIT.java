// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.Built;
import dev.weft.support.Jvm;
import dev.weft.support.Subprocess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AgentOptionsIT {
    private static final String JDKS = "dev.weft.support.Scale#jdks";
    private static final Path AGENT = Built.agentJar();
    private static final String CLASS_PATH = Built.classPath(Built.runtimeJar(), Built.samples());
    private static final Subprocess.Result GREETING =
            new Subprocess.Result(0, "hello" + System.lineSeparator() + "world" + System.lineSeparator());

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource(JDKS)
    void misspeltOptionStopsTheJvm(Path jdk) throws Exception {
        assertRefused("unknown option \"exlude\"; did you mean \"exclude\"?", hello(jdk, "=exlude=com.example.*"));
    }

    @ParameterizedTest
    @MethodSource(JDKS)
    void misspeltPropertyStopsTheJvm(Path jdk) throws Exception {
        assertRefused(
                "unknown system property \"weft.verfy\"; did you mean \"weft.verify\"?",
                hello(jdk, "", "-Dweft.verfy=true"));
    }

    @ParameterizedTest
    @MethodSource(JDKS)
    void badValueStopsTheJvm(Path jdk) throws Exception {
        assertRefused("bad value \"maybe\" for option \"verify\"; expected true or false", hello(jdk, "=verify=maybe"));
    }

    @ParameterizedTest
    @MethodSource(JDKS)
    void badPropertyStopsTheJvm(Path jdk) throws Exception {
        assertRefused(
                "bad value \"maybe\" for option \"verify\"; expected true or false",
                hello(jdk, "", "-Dweft.verify=maybe"));
    }

    @ParameterizedTest
    @MethodSource(JDKS)
    void dumpDirectoryThatCannotBeMadeStopsTheJvm(Path jdk) throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        assertRefused("cannot create the dump directory \"" + file + "\"", hello(jdk, "=dump=" + file));
    }

    @ParameterizedTest
    @MethodSource(JDKS)
    void helpPrintsTheOptionsAndExits(Path jdk) throws Exception {
        Subprocess.Result result = hello(jdk, "=help,dump=" + directory.resolve("unused"));
        assertEquals(0, result.exitCode());
        assertTrue(result.output().startsWith("usage: -javaagent:weft-agent.jar"), result.output());
        assertFalse(result.output().contains("hello"), result.output());
        assertFalse(Files.exists(directory.resolve("unused")));
    }

    @ParameterizedTest
    @MethodSource(JDKS)
    void dumpDirectoryIsMade(Path jdk) throws Exception {
        Path dump = directory.resolve("a").resolve("b");
        assertEquals(GREETING, hello(jdk, "=dump=" + dump));
        assertTrue(Files.isDirectory(dump));
    }

    @ParameterizedTest
    @MethodSource(JDKS)
    void argumentWinsOverTheProperty(Path jdk) throws Exception {
        assertEquals(GREETING, hello(jdk, "=verify=true", "-Dweft.verify=maybe"));
    }

    @ParameterizedTest
    @MethodSource(JDKS)
    void allOptionsTogetherSayNothing(Path jdk) throws Exception {
        String options = "=include=com.example.*;org.example,exclude=com.example.Other,verify,dump=" + directory;
        assertEquals(GREETING, hello(jdk, options));
    }

    @ParameterizedTest
    @MethodSource(JDKS)
    void agentGivenTwiceSaysNothing(Path jdk) throws Exception {
        assertEquals(GREETING, hello(jdk, "", "-javaagent:" + AGENT));
    }

    /** An executable jar can bring the agent along: it then takes its options from properties alone. */
    @ParameterizedTest
    @MethodSource(JDKS)
    void launcherAgentStartsWithTheJar(Path jdk) throws Exception {
        String jar = executableJar().toString();
        assertEquals(GREETING, Jvm.run(jdk, "-jar", jar));
        assertRefused(
                "bad value \"maybe\" for option \"verify\"; expected true or false",
                Jvm.run(jdk, "-Dweft.verify=maybe", "-jar", jar));
    }

    private static Subprocess.Result hello(Path jdk, String options, String... jvmArguments) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("-javaagent:" + AGENT + options, "-cp", CLASS_PATH));
        arguments.addAll(List.of(jvmArguments));
        arguments.add("com.example.HelloWorld");
        return Jvm.run(jdk, arguments);
    }

    private static void assertRefused(String message, Subprocess.Result result) {
        assertEquals(1, result.exitCode(), result.output());
        assertTrue(result.output().startsWith("[weft] " + message), result.output());
        assertTrue(result.output().contains("usage: "), result.output());
        assertFalse(result.output().contains("\tat "), result.output());
        assertFalse(result.output().contains("hello"), result.output());
    }

    private Path executableJar() throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, "com.example.HelloWorld");
        attributes.put(new Attributes.Name("Launcher-Agent-Class"), "dev.weft.agent.WeftAgent");
        attributes.put(
                Attributes.Name.CLASS_PATH, url(AGENT) + " " + url(Built.runtimeJar()) + " " + url(Built.samples()));
        Path jar = directory.resolve("app.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return jar;
    }

    private static String url(Path path) {
        return path.toUri().toString();
    }
}
