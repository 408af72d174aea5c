// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.Built;
import dev.weft.support.Jdks;
import dev.weft.support.Jvm;
import dev.weft.support.Subprocess;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CompilerPluginJarIT {
    private final BuiltJar jar = BuiltJar.ofCompilerPlugin();

    @TempDir
    Path classes;

    static Stream<Path> jdks() {
        return Jdks.available();
    }

    /** Its ASM is renamed, so that another processor's is neither hidden nor used. */
    @Test
    void holdsTheRulesAndTheWeaverAndNothingElseOfTheAgent() throws IOException {
        assertTrue(jar.classes().contains("dev/weft/agent/asm/ClassReader.class"));
        assertEquals(
                List.of(),
                jar.classes().stream()
                        .filter(name -> !name.matches("dev/weft/(javac|diagnostic|weave|agent/asm)/.*"))
                        .toList());
    }

    /** But for an annotation of packages, and for classes of constants, which javac copies and yet goes on to name. */
    @Test
    void needsNothingBesidesIt() {
        StringWriter missing = new StringWriter();
        PrintWriter out = new PrintWriter(missing);
        ToolProvider jdeps = ToolProvider.findFirst("jdeps").orElseThrow();
        assertEquals(0, jdeps.run(out, out, "--missing-deps", jar.path().toString()), missing::toString);
        List<String> classes = missing.toString().lines().skip(1).toList();
        assertFalse(classes.isEmpty());
        assertEquals(
                List.of(),
                classes.stream()
                        .filter(line -> !line.matches(
                                ".*package-info +-> org\\.jspecify\\..*|.* -> (org\\.objectweb\\.asm\\.Opcodes|"
                                        + "dev\\.weft\\.abi\\.(Packages|Woven)) .*"))
                        .toList());
    }

    @Test
    void holdsNothingButClassesAndItsPapers() throws IOException {
        assertEquals(
                List.of(
                        "META-INF/MANIFEST.MF",
                        "META-INF/licenses/asm.txt",
                        "META-INF/services/com.sun.source.util.Plugin",
                        "META-INF/services/javax.annotation.processing.Processor"),
                jar.papers());
    }

    @Test
    void tellsJavacWhatToStart() throws IOException {
        assertEquals(
                "dev.weft.javac.WeftPlugin",
                jar.text("META-INF/services/com.sun.source.util.Plugin").strip());
        assertEquals(
                "dev.weft.javac.WeftProcessor",
                jar.text("META-INF/services/javax.annotation.processing.Processor")
                        .strip());
    }

    @Test
    void hasExactlyTheseManifestEntries() throws IOException {
        Map<String, String> manifest = jar.manifest();
        assertTrue(manifest.getOrDefault("Implementation-Version", "").matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?"));
        manifest.remove("Implementation-Version");
        assertEquals(
                new TreeMap<>(Map.of(
                        "Manifest-Version", "1.0",
                        "Implementation-Title", "Weft compiler plugin",
                        "Automatic-Module-Name", "dev.weft.javac")),
                manifest);
    }

    /** The processor path can be one of modules, where the services of an automatic module are those of the jar. */
    @ParameterizedTest
    @MethodSource("jdks")
    void worksAsAModule(Path jdk) throws Exception {
        Path program = Files.writeString(classes.resolve("Program.java"), """
                import dev.weft.*;

                class Program {
                    @Async
                    Task<Void> call() {
                        Weft.await(Weft.yieldNow());
                        return Task.done();
                    }
                }
                """);
        Subprocess.Result javac = Jvm.javac(
                jdk,
                "--processor-module-path",
                jar.path().toString(),
                "-cp",
                Built.runtimeJar().toString(),
                "-d",
                classes.toString(),
                program.toString());
        assertEquals(new Subprocess.Result(0, ""), javac);
        assertTrue(Files.exists(classes.resolve("Program$weft$call.class")));
    }
}
