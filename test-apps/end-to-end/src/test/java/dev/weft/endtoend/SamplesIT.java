// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.jdks.Jvm;
import java.io.File;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SamplesIT {
    @ParameterizedTest
    @MethodSource("dev.weft.jdks.Jdks#available")
    void helloRunsUnderTheAgent(Path jdk) throws Exception {
        Jvm.Result result = Jvm.run(
                jdk,
                "-javaagent:" + System.getProperty("weft.agentJar"),
                "-cp",
                System.getProperty("weft.runtimeJar") + File.pathSeparator + System.getProperty("weft.samplesClasses"),
                "com.example.Hello");
        assertEquals(new Jvm.Result(0, "hello" + System.lineSeparator()), result);
    }
}
