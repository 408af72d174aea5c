// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import dev.weft.diagnostic.Diagnostic;
import dev.weft.diagnostic.Finding;
import dev.weft.proof.generated.Execution.Mode;
import dev.weft.proof.generated.ProgramCompiler.CompilerCrash;
import dev.weft.proof.generated.ProgramCompiler.InvalidSource;
import dev.weft.weave.WeaveResult;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Compiles, weaves and compares. */
final class Check {
    /** Makes woven classes out of classes; a test may put a broken one in its place. */
    interface Weaving {
        WeaveResult weave(byte[] classFile);
    }

    /**
     * A program that is not what it was before it was woven.
     *
     * @param mode how it was run
     * @param expected the events of the blocking run
     * @param actual the events of the woven run
     */
    record Failure(String mode, String expected, String actual) {}

    private Check() {}

    /**
     * Compiles programs of one Java version and one debug option, runs their blocking twins, and weaves them. Leaves out those
     * that javac breaks down on or makes invalid classes of, and those with a method that is too large when it is woven.
     */
    static List<Prepared> prepareAll(List<Program> programs, Weaving weaving, LeftOut leftOut) throws InvalidSource {
        try {
            List<Prepared> all = prepare(programs, weaving);
            leftOut.tooLarge += programs.size() - all.size();
            return all;
        } catch (CompilerCrash | VerifyError e) {
            if (programs.size() == 1) {
                leftOut.notCompiled++;
                return List.of();
            }
            int half = programs.size() / 2;
            List<Prepared> all = new ArrayList<>(prepareAll(programs.subList(0, half), weaving, leftOut));
            all.addAll(prepareAll(programs.subList(half, programs.size()), weaving, leftOut));
            return all;
        }
    }

    private static List<Prepared> prepare(List<Program> programs, Weaving weaving) throws InvalidSource {
        Program first = programs.get(0);
        Map<String, String> sources = new TreeMap<>();
        programs.forEach(program -> sources.put(program.className(), program.source()));
        Map<String, byte[]> classes = ProgramCompiler.compile(sources, first.release(), first.debug());
        List<Prepared> all = new ArrayList<>();
        for (Program program : programs) {
            Map<String, byte[]> own = of(program, classes);
            String expected = Execution.blocking(BlockingTwin.of(own), program.className())
                    .events();
            Map<String, byte[]> woven = weave(own, weaving);
            if (!woven.isEmpty()) {
                all.add(new Prepared(program.seed(), program.release(), expected, own, woven));
            }
        }
        return all;
    }

    private static Map<String, byte[]> of(Program program, Map<String, byte[]> classes) {
        Map<String, byte[]> own = new TreeMap<>(classes);
        own.keySet().removeIf(name -> !name.startsWith(program.packageName() + "."));
        return own;
    }

    /** Weaves all classes of a program. Returns none if one of its methods is too large for that. */
    static Map<String, byte[]> weave(Map<String, byte[]> classes, Weaving weaving) {
        Map<String, byte[]> woven = new TreeMap<>();
        for (Map.Entry<String, byte[]> each : classes.entrySet()) {
            WeaveResult result = weaving.weave(each.getValue());
            for (Finding finding : result.findings()) {
                if (finding.diagnostic() == Diagnostic.METHOD_TOO_LARGE) {
                    return Map.of();
                }
                if (finding.diagnostic().consequence().isRefusal()) {
                    throw new IllegalStateException("refused: " + finding);
                }
            }
            byte[] changed = result.classFile();
            woven.put(each.getKey(), changed == null ? each.getValue() : changed);
            result.frameClasses().forEach((frame, bytes) -> woven.put(frame.replace('/', '.'), bytes));
        }
        return woven;
    }

    /** What went wrong with a program, if anything did. */
    static Optional<Failure> failure(Program program, Weaving weaving) throws InvalidSource {
        try {
            List<Prepared> prepared = prepare(List.of(program), weaving);
            return prepared.isEmpty()
                    ? Optional.empty()
                    : failure(prepared.get(0), prepared.get(0).woven(), new Counter());
        } catch (RuntimeException e) {
            return Optional.of(new Failure("weaving", "a woven class", String.valueOf(e)));
        }
    }

    /** Runs a program in all modes, or until it fails; its classes are woven, or the agent weaves them now. */
    static Optional<Failure> failure(Prepared program, Map<String, byte[]> classes, Counter counter) {
        Method main;
        try {
            main = Execution.mainOf(classes, Program.className(program.seed()));
        } catch (LinkageError e) {
            return Optional.of(new Failure("loading", program.expected(), String.valueOf(e)));
        }
        counter.programs++;
        for (Mode mode : Execution.MODES) {
            Execution run = Execution.woven(main, mode, program.seed());
            counter.executions++;
            counter.suspensions += run.suspensions();
            if (!run.events().equals(program.expected())) {
                return Optional.of(new Failure(mode.name(), program.expected(), run.events()));
            }
        }
        return Optional.empty();
    }

    /** How many programs were made and not run. */
    static final class LeftOut {
        /** javac broke down on them, or made classes that the JVM refuses before they are woven. */
        int notCompiled;

        int tooLarge;
    }

    /** What was run. */
    static final class Counter {
        int programs;
        int executions;
        long suspensions;
    }
}
