// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.differential;

import java.util.List;
import java.util.stream.Collectors;

/** A step of a task: what it does, with which numbers, and the steps inside it. */
record Step(Operation operation, List<Integer> numbers, List<List<Step>> bodies) {
    int number(int place) {
        return numbers.get(place);
    }

    List<Step> body(int place) {
        return bodies.get(place);
    }

    String json() {
        return "[\"" + operation + "\"," + Scenario.jsonOf(numbers) + ",["
                + bodies.stream().map(Step::json).collect(Collectors.joining(",")) + "]]";
    }

    static String json(List<Step> steps) {
        return steps.stream().map(Step::json).collect(Collectors.joining(",", "[", "]"));
    }

    /** Writes steps as lines of a program. */
    static String text(List<Step> steps, String indent) {
        return steps.stream().map(step -> step.text(indent)).collect(Collectors.joining());
    }

    private String text(String indent) {
        String numbered =
                numbers.stream().map(number -> " " + number).collect(Collectors.joining("", indent + operation, ""));
        String inner = bodies.stream()
                .map(body -> " {\n" + text(body, indent + "    ") + indent + "}")
                .collect(Collectors.joining());
        return numbered + inner + "\n";
    }
}
