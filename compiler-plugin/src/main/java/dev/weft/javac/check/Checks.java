// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import dev.weft.diagnostic.Diagnostic;
import dev.weft.javac.check.source.Members;
import dev.weft.javac.check.source.Source;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** The list of all rules, and what runs them. On javac's thread, once a class has been attributed. */
public final class Checks {
    private static final List<Function<Source, Rule>> RULES = List.of(
            AwaitOutsideAsync::new,
            AwaitInNonAsyncLambda::new,
            AwaitInConstructor::new,
            AwaitInStaticInitializer::new,
            AwaitInSynchronized::new,
            AsyncSynchronizedMethod::new,
            AwaitMethodReference::new,
            EmitOutsideGenerator::new,
            EmitMethodReference::new,
            EmitType::new,
            AsyncReturnType::new,
            AsyncOnAbstractOrNative::new,
            AsyncReturnsNull::new,
            TaskOfTask::new,
            UnawaitedTask::new,
            TaskAwaitedTwice::new,
            LockHeldAcrossAwait::new,
            ThreadLocalAcrossAwait::new,
            LostWhenCancelled::new,
            CancelSafeLoses::new,
            CancellationSwallowed::new,
            GeneratorLeftOpen::new);

    private Checks() {}

    /** Takes what the rules find. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Called for each mistake, in the order of the source.
         *
         * @param diagnostic what
         * @param at where
         * @param detail what is special there, empty if nothing is
         */
        void found(Diagnostic diagnostic, TreePath at, String detail);
    }

    /**
     * Runs the rules over a class and those inside it, and tells what they find in the order of the source.
     *
     * @param type a class at the top of its file
     * @param source what is known of the compilation
     * @param blocking the methods that block
     * @param isWanted whether anybody wants to hear of a diagnostic
     * @param sink who wants to hear of what is found
     */
    public static void run(
            TreePath type, Source source, BlockingCalls blocking, Predicate<Diagnostic> isWanted, Sink sink) {
        List<Rule> rules = new ArrayList<>();
        for (Function<Source, Rule> each : RULES) {
            add(each.apply(source), isWanted, rules);
        }
        add(new BlockingCallInAsync(source, blocking), isWanted, rules);
        RuleWalk.over(Members.of(type), rules, source);
        List<Rule.Report> reports = new ArrayList<>();
        rules.forEach(rule -> reports.addAll(rule.reports()));
        SourcePositions positions = source.trees().getSourcePositions();
        reports.sort(Comparator.comparingLong(report -> positions.getStartPosition(
                type.getCompilationUnit(), report.at().getLeaf())));
        reports.forEach(report -> sink.found(report.diagnostic(), report.at(), report.detail()));
    }

    private static void add(Rule rule, Predicate<Diagnostic> isWanted, List<Rule> rules) {
        if (isWanted.test(rule.diagnostic())) {
            rules.add(rule);
        }
    }
}
