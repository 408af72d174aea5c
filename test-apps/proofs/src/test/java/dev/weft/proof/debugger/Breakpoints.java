// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.debugger;

import com.sun.jdi.AbsentInformationException;
import com.sun.jdi.Location;
import com.sun.jdi.ReferenceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Where the breakpoints of each line would be, woven and blocking. */
record Breakpoints(int classes, int lines, int once, int several, List<String> problems) {
    static Breakpoints compare(Session woven, Session blocking) throws AbsentInformationException {
        int classes = 0;
        int once = 0;
        int several = 0;
        List<String> problems = new ArrayList<>();
        for (ReferenceType source : blocking.loaded()) {
            ReferenceType type = woven.loaded(source.name());
            if (type == null) {
                continue;
            }
            classes++;
            for (int line : lines(source)) {
                Map<String, Integer> expected = places(source, line);
                Map<String, Integer> actual = places(type, line);
                if (!expected.equals(actual)) {
                    problems.add(source.name() + ":" + line + " binds to " + actual + ", not to " + expected);
                }
                boolean isOnce = actual.size() == 1 && actual.containsValue(1);
                once += isOnce ? 1 : 0;
                several += isOnce ? 0 : 1;
            }
        }
        return new Breakpoints(classes, once + several, once, several, problems);
    }

    /** The lines on which a class has code; a class that javac adds has none. */
    static TreeSet<Integer> lines(ReferenceType type) {
        TreeSet<Integer> lines = new TreeSet<>();
        try {
            for (Location location : type.allLineLocations()) {
                lines.add(location.lineNumber());
            }
        } catch (AbsentInformationException none) {
            // Nothing to stop at.
        }
        return lines;
    }

    /** In which methods, by name, a line has how many places. */
    private static Map<String, Integer> places(ReferenceType type, int line) throws AbsentInformationException {
        Map<String, Integer> places = new TreeMap<>();
        for (Location location : type.locationsOfLine(line)) {
            places.merge(location.method().name(), 1, Integer::sum);
        }
        return places;
    }

    List<List<String>> rows() {
        return List.of(
                List.of("classes", "" + classes),
                List.of("lines with code", "" + lines),
                List.of("of these, lines with one place for a breakpoint, woven and not", "" + once),
                List.of("lines that javac gives several places, as many woven", "" + several));
    }
}
