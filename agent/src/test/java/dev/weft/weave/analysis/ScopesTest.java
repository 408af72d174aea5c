// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.weave.MethodSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/** What is found on the way, beside what the tables of the class file say of each instruction for itself. */
class ScopesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Object foo(String a, long b) { int c = 1; { long d = 2; c++; } { String e = a; c++; } return a; }",
                "static Object foo(int a) { for (int i = 0; i < a; i++) { int x = i; for (int j = x; j < 9; j++) a++; } int x = a; return x; }",
                "Object foo(Object a) { if (a instanceof String s && s.isEmpty()) { return s; } try { int b = 1; return b; } finally { a = null; } }",
                "Object foo(int a) { try { a++; try { a++; } catch (RuntimeException e) { a--; } } catch (Throwable t) { a = 2; } return a; }",
                "void foo(Object a) { synchronized (a) { int b = 1; synchronized (this) { int c = b; a = c; } } }",
                "int foo(int a) { switch (a) { case 1: int b = 2; return b; case 2: b = 3; long c = b; return (int) c; default: return a; } }"
            })
    void whatIsInScopeIsWhatTheClassFileSays(String member) {
        MethodNode method = MethodSource.method(member).method();
        Scopes scopes = new Scopes(method);
        for (AbstractInsnNode insn : method.instructions) {
            scopes.comeTo(insn);
            int index = method.instructions.indexOf(insn);
            assertEquals(variables(method, index), names(scopes), () -> "at " + index);
            assertEquals(isInTry(method, index), scopes.isInTry(), () -> "at " + index);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = "Object foo(long a, int b) { int c = b; { int d = c; { int e = d; c = e; } } return c; }")
    void theOrderIsThatOfTheSlotsWhateverThatOfTheClassFile(String member) {
        MethodNode method = MethodSource.method(member).method();
        List<List<String>> expected = visited(method);
        Collections.reverse(method.localVariables);
        assertEquals(expected, visited(method));
    }

    private static List<List<String>> visited(MethodNode method) {
        List<List<String>> visited = new ArrayList<>();
        Scopes scopes = new Scopes(method);
        for (AbstractInsnNode insn : method.instructions) {
            scopes.comeTo(insn);
            visited.add(names(scopes));
        }
        return visited;
    }

    private static List<String> names(Scopes scopes) {
        return scopes.variables().stream()
                .map(each -> each.local() + " " + each.name() + " " + each.descriptor())
                .toList();
    }

    private static List<String> variables(MethodNode method, int index) {
        return method.localVariables.stream()
                .filter(each -> !each.name.equals("this") && isIn(method, each, index))
                .sorted(Comparator.comparingInt(each -> each.index))
                .map(each -> each.index + " " + each.name + " " + each.desc)
                .toList();
    }

    private static boolean isIn(MethodNode method, LocalVariableNode variable, int index) {
        return method.instructions.indexOf(variable.start) <= index
                && index < method.instructions.indexOf(variable.end);
    }

    private static boolean isInTry(MethodNode method, int index) {
        for (TryCatchBlockNode each : method.tryCatchBlocks) {
            boolean catchesAll = each.type == null || each.type.equals("java/lang/Throwable");
            if (catchesAll
                    && method.instructions.indexOf(each.start) <= index
                    && index < method.instructions.indexOf(each.end)) {
                return true;
            }
        }
        return false;
    }
}
