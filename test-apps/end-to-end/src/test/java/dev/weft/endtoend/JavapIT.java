// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.endtoend.ClassListing.Instruction;
import dev.weft.endtoend.ClassListing.LineEntry;
import dev.weft.endtoend.ClassListing.Method;
import dev.weft.endtoend.ClassListing.Variable;
import dev.weft.support.Built;
import dev.weft.support.Jdks;
import dev.weft.support.Jvm;
import dev.weft.support.Subprocess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What javap shows of a woven class, next to the class as it was compiled. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JavapIT {
    private static final String NAME = "com.example.targets.Debugged";
    private static final String HIDDEN = "Ldev/weft/abi/Coroutine;Ldev/weft/abi/Frame;)Ljava/lang/Object;";
    private static final List<String> ASYNC = List.of(
            "loop",
            "atOnce",
            "plain",
            "scaled",
            "fused",
            "spread",
            "described",
            "tested",
            "all",
            "lambda\\$\\w+\\$\\d+");

    /** What only the weaver writes outside the places of the awaits. */
    private static final String OURS =
            ".*(\\.enter:|\\.blockOver:|\\.spill:|\\.suspend:|Frame\\.state:|\\.defer:|\\.clear:).*|tableswitch.*";

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final List<Listings> listings = new ArrayList<>();

    /** The class as compiled and as woven on one JDK, with one frame class. */
    record Listings(Path jdk, ClassListing original, ClassListing woven, ClassListing frame) {
        @Override
        public String toString() {
            return jdk.toString();
        }

        /** The methods to weave. */
        List<Method> asyncMethods() {
            return ASYNC.stream()
                    .map(name -> original.methods().stream()
                            .filter(method -> method.name().matches(name)
                                    && method.descriptor().endsWith(name.equals("tested") ? ")V" : ")Ldev/weft/Task;"))
                            .findFirst()
                            .orElseThrow())
                    .toList();
        }

        Method body(Method original) {
            return woven.method(original.name(), withHidden(original.descriptor()));
        }

        Method entry(Method original) {
            return woven.method(original.name(), original.descriptor());
        }
    }

    @BeforeAll
    void list(@TempDir Path directory) throws Exception {
        for (Path jdk : Jdks.available().toList()) {
            Path dump = directory.resolve("dump" + listings.size());
            String classPath = Built.classPath(Built.runtimeJar(), Built.targets());
            Subprocess.Result run = Jvm.run(jdk, Built.agentOption() + "=dump=" + dump, "-cp", classPath, NAME, "all");
            assertEquals(0, run.exitCode(), run.output());
            listings.add(new Listings(
                    jdk,
                    javap(jdk, Built.targets(), NAME),
                    javap(jdk, dump, NAME),
                    javap(jdk, dump, NAME + "$weft$scaled")));
        }
    }

    Stream<Listings> listings() {
        return listings.stream();
    }

    private static ClassListing javap(Path jdk, Path classPath, String name) throws Exception {
        List<String> arguments = List.of(
                "-J-Duser.language=en",
                "-J-Dstdout.encoding=UTF-8",
                "-l",
                "-p",
                "-v",
                "-cp",
                classPath.toString(),
                name);
        return ClassListing.parse(
                Jvm.process(jdk, "javap", arguments).limit(LIMIT).run().requireSuccess());
    }

    private static String withHidden(String descriptor) {
        return descriptor.substring(0, descriptor.indexOf(')')) + HIDDEN;
    }

    @ParameterizedTest
    @MethodSource("listings")
    void bodyHasTheLinesOfTheMethodBetweenItsHeaderLine(Listings listings) {
        for (Method original : listings.asyncMethods()) {
            Method body = listings.body(original);
            int header = body.lines().get(0).line();
            assertEquals(new LineEntry(header, 0), body.lines().get(0), original.name());
            assertFalse(original.lineNumbers().contains(header), original.name());
            assertTrue(header < Collections.min(original.lineNumbers()), original.name());
            List<Integer> expected = new ArrayList<>(List.of(header));
            expected.addAll(original.lineNumbers());
            expected.add(header);
            assertEquals(expected, body.lineNumbers(), original.name());
        }
    }

    /** Of two entries for one instruction, debuggers know only the latter: there is no breakpoint on the other line. */
    @ParameterizedTest
    @MethodSource("listings")
    void eachLineOwnsAnInstruction(Listings listings) {
        for (Method original : listings.asyncMethods()) {
            Method body = listings.body(original);
            List<Integer> starts = body.lines().stream().map(LineEntry::pc).toList();
            assertEquals(starts.size(), new HashSet<>(starts).size(), () -> original.name() + body.lines());
            Set<Integer> instructions = new HashSet<>(
                    body.instructions().stream().map(Instruction::pc).toList());
            assertTrue(instructions.containsAll(starts), () -> original.name() + body.lines());
        }
    }

    @ParameterizedTest
    @MethodSource("listings")
    void weaversCodeStandsOnTheHeaderLineAlone(Listings listings) {
        for (Method original : listings.asyncMethods()) {
            Method body = listings.body(original);
            int header = body.lines().get(0).line();
            List<Instruction> ours = body.instructions().stream()
                    .filter(instruction -> instruction.text().matches(OURS))
                    .toList();
            assertFalse(ours.isEmpty(), original.name());
            for (Instruction instruction : ours) {
                assertEquals(header, body.lineAt(instruction.pc()), () -> original.name() + instruction);
            }
            assertAwaitsAndReturnsStandOnUserLines(body, header);
        }
    }

    private static void assertAwaitsAndReturnsStandOnUserLines(Method body, int header) {
        for (Instruction instruction : body.instructions()) {
            if (instruction.text().matches(".*(Coroutine\\.await:|Coroutine\\.resumed:|Coroutine\\.leave:).*")) {
                assertNotEquals(header, body.lineAt(instruction.pc()), () -> body.name() + instruction);
            }
        }
    }

    /** The call, the check for a suspension, and the resume are one statement. */
    @ParameterizedTest
    @MethodSource("listings")
    void resumeStandsOnTheLineOfItsAwait(Listings listings) {
        for (Method original : listings.asyncMethods()) {
            Method body = listings.body(original);
            List<Instruction> instructions = body.instructions();
            for (int i = 0; i < instructions.size(); i++) {
                if (instructions.get(i).text().contains("Coroutine.resumed:")) {
                    // call, dup, getstatic, if_acmpne, goto, aload, resumed
                    int call = body.lineAt(instructions.get(i - 6).pc());
                    assertEquals(call, body.lineAt(instructions.get(i).pc()), original.name());
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("listings")
    void variablesKeepNameTypeAndOrder(Listings listings) {
        for (Method original : listings.asyncMethods()) {
            int arguments = argumentSlots(original);
            int added = addedSlots(listings.body(original));
            List<Variable> expected = original.variables().stream()
                    .map(variable ->
                            at(variable, variable.slot() < arguments ? variable.slot() : variable.slot() + added))
                    .sorted(BY_SLOT)
                    .toList();
            List<Variable> actual = listings.body(original).variables().stream()
                    .map(variable -> at(variable, variable.slot()))
                    .sorted(BY_SLOT)
                    .toList();
            assertEquals(expected, actual, original.name());
        }
    }

    /** The two hidden parameters, and the two locals with which a body counts the turns of its loops. */
    private static int addedSlots(Method body) {
        return body.instructions().stream()
                        .anyMatch(instruction -> instruction.text().contains("Coroutine.blockOver:"))
                ? 4
                : 2;
    }

    private static final Comparator<Variable> BY_SLOT =
            Comparator.comparingInt(Variable::slot).thenComparing(Variable::name);

    private static Variable at(Variable variable, int slot) {
        return new Variable(variable.name(), variable.descriptor(), slot, 0, 0);
    }

    private static int argumentSlots(Method method) {
        String descriptor = method.descriptor();
        int slots = method.has("ACC_STATIC") ? 0 : 1;
        String parameters = descriptor
                .substring(1, descriptor.indexOf(')'))
                .replaceAll("\\[+(L[^;]+;|[A-Z])", "I")
                .replaceAll("L[^;]+;", "I");
        slots += parameters.length()
                + (int) parameters.chars().filter(c -> c == 'J' || c == 'D').count();
        return slots;
    }

    /** A variable is known where the user's code is, and nowhere else. */
    @ParameterizedTest
    @MethodSource("listings")
    void variablesAreKnownOnTheirLines(Listings listings) {
        for (Method original : listings.asyncMethods()) {
            Method body = listings.body(original);
            List<LineEntry> lines = body.lines();
            int begin = lines.get(1).pc();
            int end = lines.get(lines.size() - 1).pc();
            for (Variable variable : body.variables()) {
                assertTrue(variable.length() > 0, () -> original.name() + variable);
                assertTrue(variable.start() >= begin, () -> original.name() + variable);
                assertTrue(variable.start() + variable.length() <= end, () -> original.name() + variable);
            }
            assertEquals(
                    original.variables().stream()
                            .map(variable -> variable.name() + " from line " + original.lineAt(variable.start()))
                            .sorted()
                            .toList(),
                    body.variables().stream()
                            .map(variable -> variable.name() + " from line " + body.lineAt(variable.start()))
                            .sorted()
                            .toList(),
                    original.name());
        }
    }

    @ParameterizedTest
    @MethodSource("listings")
    void entryKeepsWhatOthersSee(Listings listings) {
        List<String> attributes = List.of(
                "Signature",
                "MethodParameters",
                "Exceptions",
                "Deprecated",
                "RuntimeVisibleAnnotations",
                "RuntimeInvisibleAnnotations",
                "RuntimeVisibleParameterAnnotations",
                "RuntimeInvisibleParameterAnnotations");
        for (Method original : listings.asyncMethods()) {
            Method entry = listings.entry(original);
            assertEquals(original.declaration(), entry.declaration());
            assertEquals(original.flags(), entry.flags(), original.name());
            for (String attribute : attributes) {
                assertEquals(original.attribute(attribute), entry.attribute(attribute), original.name());
                boolean expected = original.name().equals("described");
                assertTrue(!expected || !entry.attribute(attribute).isEmpty(), attribute);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("listings")
    void entryHasALine(Listings listings) {
        for (Method original : listings.asyncMethods()) {
            int header = listings.body(original).lines().get(0).line();
            assertEquals(
                    List.of(new LineEntry(header, 0)), listings.entry(original).lines(), original.name());
        }
    }

    @ParameterizedTest
    @MethodSource("listings")
    void whatTheWeaverAddsIsSynthetic(Listings listings) {
        Set<String> known = new HashSet<>();
        listings.original().methods().forEach(method -> known.add(method.name() + method.descriptor()));
        List<Method> added = listings.woven().methods().stream()
                .filter(method -> !known.contains(method.name() + method.descriptor()))
                .toList();
        long doors = listings.asyncMethods().stream()
                .filter(method -> !method.has("ACC_STATIC"))
                .count();
        assertEquals(ASYNC.size() + doors, added.size(), added::toString);
        added.forEach(method -> assertTrue(method.has("ACC_SYNTHETIC"), method::declaration));
        assertTrue(listings.frame().header().contains("ACC_SYNTHETIC"));
        assertTrue(listings.woven().header().contains("flags: ("));
        assertFalse(listings.woven().header().contains("ACC_SYNTHETIC"));
    }

    /** Nobody compiles against a body, but debuggers and reflection ask for its parameters. */
    @ParameterizedTest
    @MethodSource("listings")
    void bodyKeepsTheNamesOfItsParameters(Listings listings) {
        Method loop = listings.asyncMethods().get(0);
        List<String> lines = listings.body(loop)
                .attribute("MethodParameters")
                .lines()
                .skip(2)
                .map(String::strip)
                .toList();
        assertEquals(List.of("rounds", "base", "scale", "name"), lines.subList(0, 4));
        assertTrue(lines.get(4).matches("co +synthetic"), lines::toString);
        assertTrue(lines.get(5).matches("frame +synthetic"), lines::toString);
    }
}
