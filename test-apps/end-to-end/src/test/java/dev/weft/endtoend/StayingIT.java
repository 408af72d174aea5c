// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.weft.support.Jvm;
import dev.weft.support.Scale;
import dev.weft.support.Subprocess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs print with {@code debug=true}, where each task stays on a thread of its own, what they print without it (decision 48). */
class StayingIT {
    /** Stacks of tasks that wait, and tasks that are left when the loop closes; limits of time; a cancellation. */
    private static final List<String> PROGRAMS = List.of("LiveTasks", "WaitFor", "ScheduleAndCancel");

    static Stream<Arguments> programs() {
        return PROGRAMS.stream().flatMap(program -> Scale.jdksFor(program).map(jdk -> Arguments.of(jdk, program)));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void tasksThatStayDoWhatOthersDo(Path jdk, String program) throws Exception {
        List<String> staying = new ArrayList<>();
        for (String argument : Samples.arguments(program)) {
            staying.add(argument.startsWith("-javaagent:") ? argument + "=debug=true" : argument);
        }
        assertFalse(staying.equals(Samples.arguments(program)));
        Subprocess.Result expected = Jvm.run(jdk, Samples.arguments(program));
        assertEquals(expected, Jvm.run(jdk, staying));
    }
}
