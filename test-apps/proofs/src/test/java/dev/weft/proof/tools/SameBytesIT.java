// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.Built;
import dev.weft.support.Jdks;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Weaving is a function of the class file alone, and weaving twice is weaving once. Holds off (docs/weaving-limits.md): Code that
 * was not woven; Weaving twice, odd classes.
 */
@Company(name = "itself", checked = "same input, same bytes, on two JDKs; woven classes are not woven again")
class SameBytesIT {
    private static final String SAMPLES = Built.samples().toString();
    private static final String TARGETS = Built.targets().toString();

    @TempDir
    Path folder;

    /** The program also weaves each woven class again, and stops if that changes anything. */
    @Test
    void everyClassIsWovenToTheSameBytesInEveryRunAndOnEveryJdk() throws Exception {
        String once = weaveAll(Jdks.current());
        assertTrue(once.lines().count() > 100, once);
        assertEquals(once, weaveAll(Jdks.current()));
        assertEquals(once, weaveAll(Jdks.other().orElse(Jdks.current())));
    }

    private static String weaveAll(Path jdk) throws Exception {
        Path own = Built.placeOf(WeaveAll.class);
        return Launch.on(jdk).classPath(own, Built.agentJar()).run(WeaveAll.class.getName(), SAMPLES, TARGETS);
    }

    /** Class files that were woven before they were packed run with the agent, and without it too. */
    @ParameterizedTest
    @MethodSource(Launch.JDKS)
    void wovenClassFilesRunWithAndWithoutTheAgent(Path jdk) throws Exception {
        Path samples = Built.samples();
        Path dump = folder.resolve("dump");
        String said = Launch.on(jdk).weft("dump=" + dump).classPath(samples).run("com.example.Factorial");
        assertTrue(said.endsWith("run result: 3628800\n"), said);
        assertTrue(Files.exists(dump.resolve("com/example/Factorial.class")));

        Path again = folder.resolve("again");
        assertEquals(
                said,
                Launch.on(jdk).weft("dump=" + again).classPath(dump, samples).run("com.example.Factorial"));
        assertTrue(Files.notExists(again.resolve("com/example/Factorial.class")));
        assertEquals(said, Launch.on(jdk).classPath(dump, samples).run("com.example.Factorial"));
    }
}
