// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.mutated;

import dev.weft.agent.TransformerUnderTest;
import dev.weft.diagnostic.Diagnostic;
import dev.weft.diagnostic.Finding;
import dev.weft.weave.Verification;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the weaver made of one mutant.
 *
 * @param verdict how it ended
 * @param reasons the names of the diagnostics for which a method or the class was refused, or what went wrong
 */
record Trial(Verdict verdict, List<String> reasons) {
    /** How it may end. */
    enum Verdict {
        /** The weaver could not read the class, and the JVM cannot either. */
        UNREADABLE,
        /** There was nothing to weave. */
        LEFT_ALONE,
        /** The class stays as it is, and a diagnostic says why. */
        REFUSED,
        /** Woven, but the JVM had refused the class unwoven. */
        WOVEN,
        /** The JVM takes the class unwoven, and it takes it woven. */
        VERIFIED,
        /** A bug. */
        FAILED
    }

    /** Weaves, and has the JVM say whether the class was good and still is. */
    static Trial of(Mutant mutant) throws ReflectiveOperationException {
        TransformerUnderTest transformer = new TransformerUnderTest();
        Loader woven = new Loader();
        byte[] classFile;
        try {
            classFile = transformer.transform(woven, mutant.name(), mutant.classFile());
        } catch (Throwable thrown) {
            return failed("the transformer threw " + thrown);
        }
        List<String> refusals = transformer.result().findings().stream()
                .map(Finding::diagnostic)
                .filter(diagnostic -> diagnostic.consequence().isRefusal())
                .map(Diagnostic::text)
                .distinct()
                .toList();
        if (transformer.hasFailed()) {
            return new Loader().link(mutant.name(), mutant.classFile()) == null
                    ? failed(transformer.report())
                    : new Trial(Verdict.UNREADABLE, List.of());
        }
        if (classFile == null) {
            return new Trial(refusals.isEmpty() ? Verdict.LEFT_ALONE : Verdict.REFUSED, refusals);
        }
        if (new Loader().link(mutant.name(), mutant.classFile()) != null) {
            return new Trial(Verdict.WOVEN, refusals);
        }
        List<String> problems =
                problems(mutant, woven, classFile, transformer.result().frameClasses());
        return problems.isEmpty() ? new Trial(Verdict.VERIFIED, refusals) : new Trial(Verdict.FAILED, problems);
    }

    private static Trial failed(String why) {
        return new Trial(Verdict.FAILED, List.of(why));
    }

    private static List<String> problems(
            Mutant mutant, Loader loader, byte[] classFile, Map<String, byte[]> frameClasses) {
        List<String> problems = new ArrayList<>();
        addIfThere(problems, loader.link(mutant.name(), classFile));
        frameClasses.keySet().forEach(name -> addIfThere(problems, loader.linkFrame(name)));
        if (Verification.problems(mutant.classFile()).isEmpty()) {
            problems.addAll(Verification.problems(classFile));
        }
        frameClasses.values().forEach(frameClass -> problems.addAll(Verification.problems(frameClass)));
        return problems;
    }

    private static void addIfThere(List<String> problems, @Nullable String problem) {
        if (problem != null) {
            problems.add(problem);
        }
    }
}
