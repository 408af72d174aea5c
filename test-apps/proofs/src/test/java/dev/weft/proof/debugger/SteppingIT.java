// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.debugger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.jdi.Location;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.LocatableEvent;
import com.sun.jdi.event.VMDisconnectEvent;
import com.sun.jdi.request.ClassPrepareRequest;
import com.sun.jdi.request.EventRequestManager;
import com.sun.jdi.request.StepRequest;
import dev.weft.support.Built;
import dev.weft.support.Jdwp;
import dev.weft.support.Jvm;
import dev.weft.support.SourceLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Where the steps of an IDE end that begin on the line of an await, with the filters that docs/weaving-limits.md tells users to
 * set. Holds off (docs/weaving-limits.md): Debuggers.
 */
class SteppingIT {
    private static final String JDKS = "dev.weft.support.Scale#jdks";
    private static final String PROGRAM = "com.example.targets.Debugged";
    private static final List<String> FILTERS = List.of("dev.weft.*", "java.*", "jdk.*", "sun.*", "com.sun.*");
    private static final int ALL = 100;

    @ParameterizedTest
    @MethodSource(JDKS)
    void stepOverAnAwaitThatDoesNotSuspendEndsOnTheNextLine(Path jdk) throws Exception {
        assertEquals(List.of("once next"), stops(jdk, "once", "once await", 1, step(StepRequest.STEP_OVER)));
    }

    /** As over a return: JDWP has no request that outlives the method's activation. */
    @ParameterizedTest
    @MethodSource(JDKS)
    void stepOverAnAwaitThatSuspendsLeavesTheMethod(Path jdk) throws Exception {
        assertEquals(
                List.of("loop declared", "resume", "main", "main"),
                stops(jdk, "loop", "loop await", ALL, step(StepRequest.STEP_OVER)));
    }

    /** The task stays on the Java stack of its own thread: so the method has not returned (decision 48). */
    @ParameterizedTest
    @MethodSource(JDKS)
    void stepOverAnAwaitThatSuspendsEndsOnTheNextLineForDebuggers(Path jdk) throws Exception {
        assertEquals(
                List.of("loop next", "loop last", "loop", "loop await", "loop next", "loop last"),
                stops(jdk, "loop", "loop await", 6, step(StepRequest.STEP_OVER), "=debug=true"));
    }

    @ParameterizedTest
    @MethodSource(JDKS)
    void stepsIntoAnAwaitThatSuspendsComeToTheNextLine(Path jdk) throws Exception {
        assertEquals(
                List.of("loop declared", "resume", "loop declared", "loop await", "loop next", "loop last"),
                stops(jdk, "loop", "loop await", 6, step(StepRequest.STEP_INTO)));
    }

    @ParameterizedTest
    @MethodSource(JDKS)
    void breakpointOnTheNextLineIsTheNextStop(Path jdk) throws Exception {
        assertEquals(List.of("loop next"), stops(jdk, "loop", "loop await", 1, runTo("loop next")));
        assertEquals(List.of("fused next"), stops(jdk, "fused", "fused call", 1, runTo("fused next")));
    }

    /** What the user does at the first stop: one step after the other, of the same kind. */
    private static Action step(int depth) {
        return (requests, at) -> {
            StepRequest step = requests.createStepRequest(at.thread(), StepRequest.STEP_LINE, depth);
            FILTERS.forEach(step::addClassExclusionFilter);
            step.enable();
        };
    }

    /** "Run to cursor". */
    private static Action runTo(String mark) {
        return (requests, at) -> stopAt(requests, at.location().declaringType(), mark);
    }

    private interface Action {
        void begin(EventRequestManager requests, BreakpointEvent at) throws Exception;
    }

    private static void stopAt(EventRequestManager requests, ReferenceType type, String mark) throws Exception {
        requests.createBreakpointRequest(type.locationsOfLine(lineOf(mark)).get(0))
                .enable();
    }

    /** Where the program stops after the first stop, which is on the line {@code from}. */
    private static List<String> stops(Path jdk, String program, String from, int most, Action action) throws Exception {
        return stops(jdk, program, from, most, action, "");
    }

    private static List<String> stops(Path jdk, String program, String from, int most, Action action, String options)
            throws Exception {
        Process process = Jvm.start(
                jdk,
                List.of(
                        Jdwp.OPTION,
                        Built.agentOption() + options,
                        "-cp",
                        System.getProperty("java.class.path"),
                        PROGRAM,
                        program));
        try {
            return stops(Session.connect(process), from, most, action);
        } finally {
            process.destroyForcibly();
        }
    }

    private static List<String> stops(VirtualMachine vm, String from, int most, Action action) throws Exception {
        EventRequestManager requests = vm.eventRequestManager();
        ClassPrepareRequest prepared = requests.createClassPrepareRequest();
        prepared.addClassFilter(PROGRAM);
        prepared.enable();
        vm.resume();
        boolean begun = false;
        List<String> stops = new ArrayList<>();
        while (stops.size() < most) {
            EventSet events = vm.eventQueue().remove();
            for (Event event : events) {
                if (event instanceof ClassPrepareEvent prepare) {
                    stopAt(requests, prepare.referenceType(), from);
                } else if (event instanceof BreakpointEvent first && !begun) {
                    begun = true;
                    requests.deleteAllBreakpoints();
                    action.begin(requests, first);
                } else if (event instanceof LocatableEvent stop) {
                    stops.add(place(stop.location()));
                } else if (event instanceof VMDisconnectEvent) {
                    return stops;
                }
            }
            events.resume();
        }
        return stops;
    }

    /** The mark of the line if it has one, else the name of the method. */
    private static String place(Location at) throws IOException {
        int line = at.lineNumber();
        String text = line < 0 ? "" : Files.readAllLines(source()).get(line - 1);
        int mark = text.indexOf("// # ");
        return mark < 0 ? at.method().name() : text.substring(mark + 5);
    }

    private static int lineOf(String mark) {
        return SourceLines.marked(source(), mark);
    }

    private static Path source() {
        return Built.targetsSources().resolve(PROGRAM.replace('.', '/') + ".java");
    }
}
