// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.Built;
import dev.weft.support.Jdks;
import dev.weft.support.Jvm;
import dev.weft.support.Subprocess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Classes woven at build time go into the JVM's archives: class data sharing, and the AOT cache where the JDK has one. */
class SharedClassesIT {
    private static final String MAIN = "com.example.Factorial";
    private static final int FIRST_WITH_AOT_CACHE = 25;

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("dev.weft.support.Jdks#available")
    void wovenClassesComeFromTheArchive(Path jdk) throws Exception {
        Path woven = folder.resolve("woven.jar");
        run(jdk, "-jar", Built.agentJar().toString(), "weave", Built.samples().toString(), woven.toString());
        String classPath = Built.classPath(Built.runtimeJar(), woven);
        Path archive = folder.resolve("archive");
        run(jdk, option(jdk, "-XX:AOTCacheOutput=", "-XX:ArchiveClassesAtExit=") + archive, "-cp", classPath, MAIN);
        assertTrue(Files.size(archive) > 0);
        String output = run(
                jdk,
                option(jdk, "-XX:AOTCache=", "-XX:SharedArchiveFile=") + archive,
                "-Xlog:class+load",
                "-cp",
                classPath,
                MAIN);
        assertTrue(output.contains("run result: 3628800"), output);
        for (String name : List.of(MAIN, MAIN + "$weft$factorial", "dev.weft.abi.Coroutine")) {
            assertTrue(
                    Pattern.compile(Pattern.quote(name) + " source: shared objects file")
                            .matcher(output)
                            .find(),
                    name + "\n" + output);
        }
    }

    private static String option(Path jdk, String aotCache, String archive) throws Exception {
        return Jdks.feature(jdk) >= FIRST_WITH_AOT_CACHE ? aotCache : archive;
    }

    private static String run(Path jdk, String... arguments) throws Exception {
        Subprocess.Result result = Jvm.run(jdk, arguments);
        assertEquals(0, result.exitCode(), new ArrayList<>(Arrays.asList(arguments)) + "\n" + result.output());
        return result.output();
    }
}
