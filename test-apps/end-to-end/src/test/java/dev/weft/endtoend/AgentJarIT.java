// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.Jdks;
import dev.weft.support.Jvm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AgentJarIT {
    private final BuiltJar jar = BuiltJar.ofAgent();

    /** Its ASM is renamed, so that another one in the application is neither hidden nor used. */
    @Test
    void holdsNoClassOutsideItsOwnPackages() throws IOException {
        assertTrue(jar.classes().contains("dev/weft/agent/asm/ClassReader.class"));
        assertEquals(
                List.of(),
                jar.classes().stream()
                        .filter(name -> !name.matches("dev/weft/(agent|cli|diagnostic|files|hprof|weave)/.*"))
                        .toList());
    }

    /** The application's own runtime must be the one that woven classes link against. */
    @Test
    void holdsNothingOfTheRuntime() throws IOException {
        assertEquals(
                List.of(),
                jar.entries().stream()
                        .filter(name -> name.matches("dev/weft/([^/]+|(abi|internal|io)/.*)"))
                        .toList());
    }

    /** Not even in a text: packing changes the names of moved classes in texts, too. */
    @Test
    void noClassOfTheWeaverNamesOneOfTheCommandLine() throws IOException {
        Pattern ofCommandLine = Pattern.compile("dev[./]weft[./]cli[./](\\w+[./])*[A-Z]");
        assertTrue(jar.classes().stream().anyMatch(ofCommandLine.asPredicate()));
        for (String name : jar.classes()) {
            if (!name.matches("dev/weft/(cli|hprof)/.*")) {
                assertFalse(ofCommandLine.matcher(jar.bytes(name)).find(), name);
            }
        }
    }

    /** An application's start must not become slower by what it does not use. */
    @Test
    void theAgentLoadsNothingOfTheCommandLine() throws Exception {
        List<String> arguments = new ArrayList<>(List.of("-Xlog:class+load"));
        arguments.addAll(Samples.arguments("HelloWorld"));
        String loaded = Jvm.run(Jdks.current(), arguments).requireSuccess();
        assertTrue(loaded.contains(" dev.weft.agent.asm.ClassReader "), loaded);
        assertFalse(loaded.contains(" dev.weft.cli.") || loaded.contains(" dev.weft.hprof."), loaded);
    }

    /** Each is a class that the JVM makes while the application waits (decision 14). */
    @Test
    void theAgentStartsAndWeavesTheFirstClassWithoutLambdas() throws Exception {
        List<String> arguments = new ArrayList<>(List.of("-Xlog:class+load"));
        arguments.addAll(Samples.arguments("HelloWorld"));
        String loaded = Jvm.run(Jdks.current(), arguments).requireSuccess();
        Pattern lambda = Pattern.compile("dev\\.weft\\.(agent|weave)\\.\\S*\\$\\$Lambda");
        assertTrue(loaded.contains(" dev.weft.weave.ClassWeaver "), loaded);
        assertFalse(lambda.matcher(loaded).find(), loaded);
    }

    @Test
    void holdsNothingButClassesAndItsPapers() throws IOException {
        assertEquals(
                List.of(
                        "META-INF/MANIFEST.MF",
                        "META-INF/licenses/asm.txt",
                        "META-INF/licenses/async-profiler.txt",
                        "META-INF/licenses/picocli.txt",
                        "dev/weft/cli/flame/flame.html"),
                jar.papers());
    }

    @Test
    void hasExactlyTheseManifestEntries() throws IOException {
        Map<String, String> manifest = jar.manifest();
        assertTrue(manifest.getOrDefault("Implementation-Version", "").matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?"));
        manifest.remove("Implementation-Version");
        assertEquals(
                new TreeMap<>(Map.of(
                        "Manifest-Version", "1.0",
                        "Implementation-Title", "Weft agent",
                        "Automatic-Module-Name", "dev.weft.agent",
                        "Main-Class", "dev.weft.cli.Main",
                        "Premain-Class", "dev.weft.agent.WeftAgent",
                        "Launcher-Agent-Class", "dev.weft.agent.WeftAgent",
                        "Can-Redefine-Classes", "false",
                        "Can-Retransform-Classes", "true")),
                manifest);
    }
}
