// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import dev.weft.proof.generated.Execution.Mode;
import dev.weft.proof.generated.SourceCompiler.CompilerCrash;
import dev.weft.proof.generated.SourceCompiler.InvalidSource;
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
     * that javac breaks down on, or makes invalid classes of.
     */
    static List<Prepared> prepareAll(List<Program> programs, Weaving weaving) throws InvalidSource {
        try {
            return prepare(programs, weaving);
        } catch (CompilerCrash | VerifyError e) {
            if (programs.size() == 1) {
                return List.of();
            }
            int half = programs.size() / 2;
            List<Prepared> all = new ArrayList<>(prepareAll(programs.subList(0, half), weaving));
            all.addAll(prepareAll(programs.subList(half, programs.size()), weaving));
            return all;
        }
    }

    private static List<Prepared> prepare(List<Program> programs, Weaving weaving) throws InvalidSource {
        Program first = programs.get(0);
        Map<String, String> sources = new TreeMap<>();
        Map<String, String> blockingSources = new TreeMap<>();
        for (Program program : programs) {
            sources.put(program.className(), program.source());
            blockingSources.put(program.className(), program.blockingSource());
        }
        Map<String, byte[]> blocking = SourceCompiler.compile(blockingSources, first.release(), first.debug());
        Map<String, byte[]> classes = SourceCompiler.compile(sources, first.release(), first.debug());
        List<Prepared> all = new ArrayList<>();
        for (Program program : programs) {
            String expected = Execution.blocking(of(program, blocking), program.className())
                    .events();
            all.add(new Prepared(program.seed(), program.release(), expected, weave(of(program, classes), weaving)));
        }
        return all;
    }

    private static Map<String, byte[]> of(Program program, Map<String, byte[]> classes) {
        Map<String, byte[]> own = new TreeMap<>(classes);
        own.keySet().removeIf(name -> !name.startsWith(program.packageName() + "."));
        return own;
    }

    static Map<String, byte[]> weave(Map<String, byte[]> classes, Weaving weaving) {
        Map<String, byte[]> woven = new TreeMap<>();
        classes.forEach((name, classFile) -> {
            WeaveResult result = weaving.weave(classFile);
            if (!result.findings().isEmpty()) {
                throw new IllegalStateException("refused: " + result.findings());
            }
            byte[] changed = result.classFile();
            woven.put(name, changed == null ? classFile : changed);
            result.frameClasses().forEach((frame, bytes) -> woven.put(frame.replace('/', '.'), bytes));
        });
        return woven;
    }

    /** What went wrong with a program, if anything did. */
    static Optional<Failure> failure(Program program, Weaving weaving) throws InvalidSource {
        try {
            return failure(prepare(List.of(program), weaving).get(0), new Counter());
        } catch (RuntimeException e) {
            return Optional.of(new Failure("weaving", "a woven class", String.valueOf(e)));
        }
    }

    /** Runs a program in all modes, or until it fails. */
    static Optional<Failure> failure(Prepared program, Counter counter) {
        Method main;
        try {
            main = Execution.mainOf(program.classes(), Program.className(program.seed()));
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

    /** What was run. */
    static final class Counter {
        int programs;
        int executions;
        long suspensions;
    }
}
