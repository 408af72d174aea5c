// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.debugger;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.ParameterNode;

/** One class, as javac made it and woven. What it finds says where, one string for each. */
final class WovenTables {
    private static final String HIDDEN = "Ldev/weft/abi/Coroutine;Ldev/weft/abi/Frame;)";

    private final ClassNode original;
    private final ClassNode woven;
    private final List<ClassNode> frames;
    private final Set<Integer> userLines = new HashSet<>();

    WovenTables(byte[] original, byte[] woven, Map<String, byte[]> frames) {
        this.original = read(original);
        this.woven = read(woven);
        this.frames = frames.values().stream().map(WovenTables::read).toList();
        this.original.methods.forEach(
                method -> userLines.addAll(Lines.of(method).numbers()));
    }

    private static ClassNode read(byte[] classFile) {
        ClassNode node = new ClassNode();
        new ClassReader(classFile).accept(node, 0);
        return node;
    }

    /** A method of the user's, and where its code is now: in its body, or in itself if it was not woven. */
    private record Pair(
            MethodNode before, MethodNode after, @Nullable MethodNode entry) {}

    private List<Pair> pairs() {
        List<Pair> pairs = new ArrayList<>();
        for (MethodNode method : original.methods) {
            MethodNode same = find(method.name, method.desc);
            MethodNode body = isBridge(method) ? null : find(method.name, bodyDescriptor(method));
            if (body != null) {
                pairs.add(new Pair(method, body, same));
            } else if (same != null) {
                pairs.add(new Pair(method, same, null));
            }
        }
        return pairs;
    }

    /** It may differ from an async method in nothing but what it returns. */
    private static boolean isBridge(MethodNode method) {
        return (method.access & Opcodes.ACC_BRIDGE) != 0;
    }

    private static String bodyDescriptor(MethodNode method) {
        return parameters(method) + HIDDEN + Type.getDescriptor(Object.class);
    }

    private @Nullable MethodNode find(String name, String descriptor) {
        return woven.methods.stream()
                .filter(method -> method.name.equals(name) && method.desc.equals(descriptor))
                .findFirst()
                .orElse(null);
    }

    private String in(MethodNode method) {
        return original.name + "." + method.name + " ";
    }

    List<String> linesThatDiffer() {
        List<String> found = new ArrayList<>();
        for (Pair pair : pairs()) {
            List<Integer> expected = Lines.of(pair.before).numbers();
            List<Integer> actual = Lines.of(pair.after).on(userLines).numbers();
            if (!actual.equals(expected)) {
                found.add(in(pair.before) + "has the lines " + actual + ", not " + expected);
            }
        }
        return found;
    }

    List<String> linesOutsideBodies() {
        List<String> found = new ArrayList<>();
        Set<MethodNode> users = new HashSet<>();
        pairs().forEach(pair -> users.add(pair.after));
        List<MethodNode> others = new ArrayList<>(woven.methods);
        others.removeAll(users);
        frames.forEach(frame -> others.addAll(frame.methods));
        for (MethodNode method : others) {
            if (!Lines.of(method).on(userLines).numbers().isEmpty()) {
                found.add(in(method) + "has lines of the source");
            }
        }
        return found;
    }

    List<String> variablesThatDiffer() {
        List<String> found = new ArrayList<>();
        for (Pair pair : pairs()) {
            List<List<String>> expected = Lines.of(pair.before).variables();
            List<List<String>> actual = Lines.of(pair.after).on(userLines).variables();
            if (!actual.equals(expected)) {
                found.add(in(pair.before) + "shows " + actual + ", not " + expected);
            }
        }
        return found;
    }

    List<String> overlappingVariables() {
        List<String> found = new ArrayList<>();
        for (MethodNode method : woven.methods) {
            Lines.of(method).overlappingVariables().forEach(two -> found.add(in(method) + two));
        }
        return found;
    }

    List<String> headersThatDiffer() {
        List<String> found = new ArrayList<>();
        for (Pair pair : pairs()) {
            if (pair.after != find(pair.before.name, pair.before.desc) && !keepsHeader(pair)) {
                found.add(in(pair.before) + header(pair.before) + " has another entry");
            }
        }
        return found;
    }

    /** Of a test that returns something it is a twin that JUnit sees, with another result and other access. */
    private boolean keepsHeader(Pair pair) {
        MethodNode entry = pair.entry;
        MethodNode twin =
                pair.before.desc.endsWith(")V") ? null : find(pair.before.name, parameters(pair.before) + ")V");
        if (entry == null || twin == null) {
            return entry != null && header(entry).equals(header(pair.before));
        }
        return header(twin).subList(3, 5).equals(header(pair.before).subList(3, 5));
    }

    private static String parameters(MethodNode method) {
        return method.desc.substring(0, method.desc.indexOf(')'));
    }

    private static List<Object> header(MethodNode method) {
        List<ParameterNode> parameters = method.parameters == null ? List.of() : method.parameters;
        return List.of(
                method.access,
                method.desc,
                "" + method.signature,
                method.exceptions,
                parameters.stream().map(each -> each.access + each.name).toList());
    }

    /** Bodies, places for breakpoints, variables at these. */
    int[] counts() {
        int[] counts = new int[3];
        for (Pair pair : pairs()) {
            if (pair.entry != null) {
                Lines lines = Lines.of(pair.after).on(userLines);
                counts[0]++;
                counts[1] += lines.places().size();
                counts[2] += lines.variables().stream().mapToInt(List::size).sum();
            }
        }
        return counts;
    }
}
