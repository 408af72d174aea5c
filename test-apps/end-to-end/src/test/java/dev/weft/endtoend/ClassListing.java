// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code javap -p -v} prints of a class. */
record ClassListing(String header, List<Method> methods) {
    private static final Pattern METHODS =
            Pattern.compile("(?m)^  (\\S.*\\(.*);\\R    descriptor: (\\S+)\\R    flags: \\(\\S+\\) ?(.*)\\R");
    private static final Pattern INSTRUCTION = Pattern.compile("(?m)^ +(\\d+): ([a-z]\\w*)(.*)$");
    private static final Pattern LINE = Pattern.compile("(?m)^ +line (\\d+): (\\d+)$");
    private static final Pattern VARIABLE = Pattern.compile("(?m)^ +(\\d+) +(\\d+) +(\\d+) +(\\S+) +(\\S+)$");

    static ClassListing parse(String text) {
        List<MatchResult> starts = METHODS.matcher(text).results().toList();
        List<Method> methods = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            MatchResult start = starts.get(i);
            int end = i + 1 < starts.size() ? starts.get(i + 1).start() : text.length();
            methods.add(new Method(start.group(1), start.group(2), start.group(3), text.substring(start.end(), end)));
        }
        return new ClassListing(text.substring(0, starts.get(0).start()), List.copyOf(methods));
    }

    /** The one method with this name and descriptor. */
    Method method(String name, String descriptor) {
        List<Method> found = methods.stream()
                .filter(method -> method.name().equals(name) && method.descriptor.equals(descriptor))
                .toList();
        assertEquals(1, found.size(), () -> name + descriptor + " in " + methods);
        return found.get(0);
    }

    /** A line and the instruction it begins at. */
    record LineEntry(int line, int pc) {}

    /** A local variable and the instructions that it is for. */
    record Variable(String name, String descriptor, int slot, int start, int length) {}

    record Instruction(int pc, String text) {}

    record Method(String declaration, String descriptor, String flags, String details) {
        String name() {
            String beforeParameters = declaration.substring(0, declaration.indexOf('('));
            return beforeParameters.substring(beforeParameters.lastIndexOf(' ') + 1);
        }

        boolean has(String flag) {
            return List.of(flags.split(", ")).contains(flag);
        }

        /** The lines that begin an attribute of the method itself, each with what belongs to it. */
        String attribute(String attribute) {
            Matcher matcher = Pattern.compile("(?m)^    " + attribute + ":.*\\R(?:^     .*\\R)*")
                    .matcher(details);
            // Indices into the constant pool differ; what javap prints behind them does not.
            return matcher.find() ? matcher.group().replaceAll("#\\d+ *", "# ") : "";
        }

        List<Instruction> instructions() {
            return INSTRUCTION
                    .matcher(code())
                    .results()
                    .map(found -> new Instruction(Integer.parseInt(found.group(1)), found.group(2) + found.group(3)))
                    .toList();
        }

        private String code() {
            int end = details.indexOf("      LineNumberTable:");
            return end < 0 ? details : details.substring(0, end);
        }

        List<LineEntry> lines() {
            return LINE.matcher(details)
                    .results()
                    .map(found -> new LineEntry(Integer.parseInt(found.group(1)), Integer.parseInt(found.group(2))))
                    .toList();
        }

        /** The lines in the order of the code. */
        List<Integer> lineNumbers() {
            return lines().stream().map(LineEntry::line).toList();
        }

        int lineAt(int pc) {
            TreeMap<Integer, Integer> byPc = new TreeMap<>();
            lines().forEach(entry -> byPc.put(entry.pc, entry.line));
            return byPc.floorEntry(pc).getValue();
        }

        List<Variable> variables() {
            int start = details.indexOf("      LocalVariableTable:");
            if (start < 0) {
                return List.of();
            }
            int end = details.indexOf("      LocalVariableTypeTable:", start);
            return VARIABLE.matcher(details.substring(start, end < 0 ? details.length() : end))
                    .results()
                    .map(found -> new Variable(
                            found.group(4),
                            found.group(5),
                            Integer.parseInt(found.group(3)),
                            Integer.parseInt(found.group(1)),
                            Integer.parseInt(found.group(2))))
                    .toList();
        }
    }
}
