// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.debugger;

import com.sun.jdi.ReferenceType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The steps through each shape, woven and blocking, and what was seen of the variables at each. */
final class Steps {
    /** It returns a failed task. Woven, that throws where the task is made, and not on the line of the return (decision 3). */
    private static final String FAILS_BEFORE_RETURN = "ModernShapes.returnedFromASwitch";

    private final Set<String> handlerLines;
    private final Set<String> sourceLines = new HashSet<>();
    private final List<String> problems = new ArrayList<>();
    private final List<String> defaults = new ArrayList<>();
    private int inOrder;
    private int notComparable;
    private int laterCalls;
    private int failsBeforeReturn;
    private int steps;
    private int declarations;
    private int withoutLine;
    private int same;
    private int dead;
    private int tasks;

    /**
     * Makes an empty comparison.
     *
     * @param handlerLines lines that are not compared: of an exception that comes out of a class which is filtered out, JDWP does not show
     *     where it is caught, but the line behind it; and after a resume all exceptions come from there
     */
    private Steps(Set<String> handlerLines) {
        this.handlerLines = handlerLines;
    }

    static Steps compare(Session woven, Session blocking, Set<String> handlerLines) {
        Steps steps = new Steps(handlerLines);
        for (ReferenceType type : blocking.loaded()) {
            Breakpoints.lines(type).forEach(line -> steps.sourceLines.add(type.name() + ":" + line));
        }
        steps.withoutLine = woven.withoutLine();
        blocking.traces()
                .forEach((shape, trace) -> steps.compare(shape, woven.traces().getOrDefault(shape, List.of()), trace));
        return steps;
    }

    private void compare(String shape, List<Stop> woven, List<Stop> blocking) {
        List<Stop> onLines = woven.stream().filter(this::isOnSourceLine).toList();
        declarations += woven.size() - onLines.size();
        boolean complete = Math.max(woven.size(), blocking.size()) < Session.MOST_STOPS;
        List<Stop> actual = onLines.stream().filter(this::isCompared).toList();
        List<Stop> expected = blocking.stream().filter(this::isCompared).toList();
        if (expected.isEmpty() || !expected.get(0).isIn(shape)) {
            notComparable++;
        } else if (isSame(actual, expected, complete)) {
            inOrder++;
            compareLocals(shape, actual, expected);
        } else if (isSame(byMethod(actual), byMethod(expected), complete)) {
            laterCalls++;
            byMethod(expected)
                    .forEach((method, own) ->
                            compareLocals(shape, byMethod(actual).getOrDefault(method, List.of()), own));
        } else if (shape.equals(FAILS_BEFORE_RETURN) && actual.size() + 1 == expected.size()) {
            failsBeforeReturn++;
        } else {
            problems.add(shape + ": steps to " + byMethod(actual) + "\n  not " + byMethod(expected));
        }
    }

    private static boolean isSame(List<Stop> actual, List<Stop> expected, boolean complete) {
        int length = Math.min(actual.size(), expected.size());
        for (int i = 0; i < length; i++) {
            if (!actual.get(i).isAt(expected.get(i))) {
                return false;
            }
        }
        return !complete || actual.size() == expected.size();
    }

    /**
     * An async call that is not awaited at once runs when it is, and not when it is made; and a lambda that opens a generator runs in the
     * blocking program when the first element is asked for, or never. So only each method's own order is the same.
     */
    private static Map<String, List<Stop>> byMethod(List<Stop> trace) {
        return trace.stream().collect(Collectors.groupingBy(Stop::method, TreeMap::new, Collectors.toList()));
    }

    private static boolean isSame(Map<String, List<Stop>> actual, Map<String, List<Stop>> expected, boolean complete) {
        Set<String> methods = new HashSet<>(expected.keySet());
        actual.keySet().stream().filter(method -> !method.contains("lambda$")).forEach(methods::add);
        return methods.stream()
                .allMatch(method -> isSame(
                        actual.getOrDefault(method, List.of()), expected.getOrDefault(method, List.of()), complete));
    }

    private void compareLocals(String shape, List<Stop> actual, List<Stop> expected) {
        for (int i = 0; i < Math.min(actual.size(), expected.size()); i++) {
            steps++;
            compareLocals(shape, actual.get(i), expected.get(i));
        }
    }

    private boolean isOnSourceLine(Stop stop) {
        return sourceLines.contains(stop.place());
    }

    private boolean isCompared(Stop stop) {
        return stop.begins() && !handlerLines.contains(stop.place());
    }

    private void compareLocals(String shape, Stop actual, Stop expected) {
        if (!actual.locals().keySet().equals(expected.locals().keySet())) {
            problems.add(shape + ": " + actual + " shows " + actual.locals() + ", not " + expected.locals());
            return;
        }
        expected.locals().forEach((name, value) -> {
            String shown = actual.locals().get(name);
            if (value.equals(shown)) {
                same++;
            } else if (Shown.DEFAULTS.contains(shown)) {
                dead++;
                defaults.add(shape + ": " + actual + " shows " + name + " = " + shown + ", not " + value);
            } else if (Shown.TASK.equals(shown) || Shown.TASK.equals(value)) {
                tasks++;
            } else {
                problems.add(shape + ": " + actual + " shows " + name + " = " + shown + ", not " + value);
            }
        });
    }

    List<String> problems() {
        return problems;
    }

    /** The variables that show a default which they do not have, a sentence each. None does that is woven for debuggers. */
    List<String> defaults() {
        return defaults;
    }

    List<List<String>> rows() {
        return List.of(
                List.of("shapes stepped through, each await suspending", "" + inOrder),
                List.of(
                        "shapes in which calls run later than in the blocking run, when they are awaited, or lambdas that open generators earlier",
                        "" + laterCalls),
                List.of(
                        "shapes that begin with a lambda, into which JDWP does not step in the blocking run",
                        "" + notComparable),
                List.of("shapes in which a returned task fails on the line where it is made", "" + failsBeforeReturn),
                List.of("steps that end on the same lines as in the blocking run", "" + steps),
                List.of("steps besides these that end on a declaration", "" + declarations),
                List.of("steps besides these that end in a method without lines, a door or a frame", "" + withoutLine),
                List.of("variables that show the same", "" + same),
                List.of("variables that nothing reads any more and that show a default", "" + dead),
                List.of("variables with a task that has run in one run only", "" + tasks));
    }
}
