// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.diagnostic.Diagnostic;
import dev.weft.diagnostic.Finding;
import dev.weft.javac.Javac;
import dev.weft.support.SourceCompiler;
import dev.weft.weave.Weaver;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaFileObject;

/**
 * Compiles the members of a class. A comment at the end of a line names what the rules are to report there, and on every
 * other line javac is to say nothing. Then has the weaver look at the class files: it must refuse for the same reasons.
 */
final class RuleTester {
    private static final String HEADER = """
            package p; import static dev.weft.Weft.*; import dev.weft.*; import dev.weft.net.*; import java.io.*; \
            import java.net.*; import java.nio.ByteBuffer; import java.nio.file.*; import java.time.Duration; \
            import java.util.*; import java.util.concurrent.*; import java.util.concurrent.locks.*; \
            import java.util.function.*; import java.util.stream.*; class A { \
            @Async static Task<Integer> work() { return Task.of(await(yieldNow()) == null ? 1 : 2); } \
            @Async static CompletableFuture<Integer> stage() { return work().toCompletableFuture(); }
            """;

    private static final Pattern NAMES = Pattern.compile(" *// ([A-Z]\\w+(, [A-Z]\\w+)*)$");

    private RuleTester() {}

    static void check(String members) {
        check(members, List.of());
    }

    static void check(String members, List<String> moreOptions) {
        SourceCompiler.Result result = Javac.compile("p.A", HEADER + members + "}", options(moreOptions));
        assertEquals(members, asReported(members, result));
        List<Finding> refusals = refusals(result);
        assertEquals(reasons(members), names(refusals), refusals::toString);
    }

    /** What is said of the members. */
    static List<String> messages(String members) {
        return Javac.compile("p.A", HEADER + members + "}", options(List.of())).messages().stream()
                .map(message -> message.getMessage(null))
                .toList();
    }

    /** Nothing is an error: javac is to write the classes. */
    private static List<String> options(List<String> more) {
        List<String> options = new ArrayList<>(List.of("-Aweft.weave=false"));
        Arrays.stream(Diagnostic.values()).forEach(each -> options.add("-Aweft." + each.text() + "=warning"));
        options.addAll(more);
        return options;
    }

    /** The members with comments that name what was reported, so that a difference can be read. */
    private static String asReported(String members, SourceCompiler.Result result) {
        List<String> lines = members.lines()
                .map(line -> NAMES.matcher(line).replaceFirst(""))
                .collect(Collectors.toCollection(ArrayList::new));
        for (var message : result.messages()) {
            int line = (int) message.getLineNumber() - 2;
            if (line < 0 || line >= lines.size()) {
                throw new AssertionError("beside the members: " + message);
            }
            lines.set(line, lines.get(line) + (lines.get(line).contains(" // ") ? ", " : " // ") + name(message));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String name(javax.tools.Diagnostic<? extends JavaFileObject> message) {
        Matcher text = Pattern.compile("\\[(\\w+)\\] .*; .*").matcher(message.getMessage(null));
        return text.matches() ? text.group(1) : message.toString();
    }

    private static Set<String> reasons(String members) {
        Set<String> names = new TreeSet<>();
        members.lines()
                .map(NAMES::matcher)
                .filter(Matcher::find)
                .forEach(found -> names.addAll(List.of(found.group(1).split(", ", -1))));
        Arrays.stream(Diagnostic.values())
                .filter(each -> !each.consequence().isRefusal()) // only the rules see it
                .forEach(each -> names.remove(each.text()));
        return names;
    }

    private static List<Finding> refusals(SourceCompiler.Result result) {
        return result.classes().values().stream()
                .flatMap(classFile -> Weaver.weave(classFile).findings().stream())
                .toList();
    }

    private static Set<String> names(List<Finding> findings) {
        return findings.stream()
                .map(finding -> finding.diagnostic().text())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
