// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * What a comparison with a blocking run does not show: laziness, and when classes are initialised. Compiled with all debug
 * information and with none, because the weaver may use the names of variables, and must not need them; and once more after
 * another agent has been there. Holds off (docs/weaving-limits.md): The moment of class initialisation; Which exception is seen;
 * An exception before the first await; Other agents.
 */
class SemanticsTest {
    private static final String HEADER = """
            package p;
            import static dev.weft.Weft.*;
            import dev.weft.*;
            import java.lang.ref.WeakReference;
            import java.util.*;
            import java.util.concurrent.*;
            public class A {
                static final StringBuilder LOG = new StringBuilder();
                static void log(Object o) { LOG.append(o).append(' '); }
                @Async static Task<Integer> failing(String message) {
                    log("failing");
                    await(yieldNow());
                    throw new IllegalStateException(message);
                }
                @Async static Task<Integer> work(int n) {
                    log("work" + n);
                    await(yieldNow());
                    return Task.of(n);
                }
            """;

    @Test
    void awaitsATaskKeptInALocalWhereItIsReturned() throws Throwable {
        assertLog("before failing caught finally after1", """
                @Async static Task<Integer> shape() {
                    Task<Integer> task = failing("kept");
                    log("before");
                    try {
                        return task;
                    } catch (IllegalStateException e) {
                        log("caught");
                        return Task.of(1);
                    } finally {
                        log("finally");
                    }
                }
            """);
    }

    @Test
    void awaitsATaskKeptInALocalAfterTheTryThatMadeIt() throws Throwable {
        assertLog("finally work1 after1", """
                @Async static Task<Integer> shape() {
                    Task<Integer> task;
                    try {
                        task = work(1);
                    } finally {
                        log("finally");
                    }
                    return task;
                }
            """);
    }

    @Test
    void awaitsATaskKeptInALocalAfterALoopOfTries() throws Throwable {
        assertLog("finally0 finally1 work1 finally2 after1", """
                @Async static Task<Integer> shape() {
                    Task<Integer> task = null;
                    for (int i = 0; ; i++) {
                        try {
                            if (i == 2) {
                                return task;
                            }
                            task = work(i);
                        } finally {
                            log("finally" + i);
                        }
                    }
                }
            """);
    }

    @Test
    void awaitsAReturnedParameter() throws Throwable {
        assertLog("finally work1 after1", """
                @Async static Task<Integer> pass(Task<Integer> given, boolean now) {
                    if (now) {
                        return given;
                    }
                    return Task.of(await(given));
                }
                @Async static Task<Integer> shape() {
                    Task<Integer> task = work(1);
                    log("finally");
                    return pass(task, LOG.length() > 0);
                }
            """);
    }

    @Test
    void awaitsAnArgumentThatATryMayReplace() throws Throwable {
        assertLog("finally work1 finally work2 after3", """
                @Async static Task<Integer> pass(Task<Integer> given) {
                    try {
                        if (LOG.length() > 10) {
                            given = work(2);
                        }
                    } finally {
                        log("finally");
                    }
                    return given;
                }
                @Async static Task<Integer> shape() {
                    return Task.of(await(pass(work(1))) + await(pass(null)));
                }
            """);
    }

    @Test
    void startsATaskWhenItIsAwaitedAndAFutureWhenItIsCalled() throws Throwable {
        assertLog("future made work2 after3", """
                @Async static CompletableFuture<Integer> future() {
                    log("future");
                    await(yieldNow());
                    return CompletableFuture.completedFuture(1);
                }
                @Async static Task<Integer> shape() {
                    Task<Integer> task = work(2);
                    CompletableFuture<Integer> future = future();
                    log("made");
                    return Task.of(await(task) + await(future));
                }
            """);
    }

    @Test
    void putsAnExceptionBeforeTheFirstAwaitIntoTheTask() throws Throwable {
        assertLog("made futureMade caught1 caught2 after0", """
                @Async static Task<Integer> task() { throw new IllegalStateException("1"); }
                @Async static CompletableFuture<Integer> future() { throw new IllegalStateException("2"); }
                @Async static Task<Integer> shape() {
                    Task<Integer> task = task();
                    log("made");
                    CompletableFuture<Integer> future = future();
                    log("futureMade");
                    try { await(task); } catch (IllegalStateException e) { log("caught" + e.getMessage()); }
                    try { await(future); } catch (IllegalStateException e) { log("caught" + e.getMessage()); }
                    return Task.of(0);
                }
            """);
    }

    @Test
    void initialisesAClassBeforeTheArgumentsOfItsConstructor() throws Throwable {
        assertLog("before initialised work4 constructor after4", """
                static class Early {
                    static { log("initialised"); }
                    final int n;
                    Early(int n) { this.n = n; log("constructor"); }
                }
                @Async static Task<Integer> shape() {
                    log("before");
                    return Task.of(new Early(await(work(4))).n);
                }
            """);
    }

    @Test
    void seesTheExceptionItselfAndNotACopy() throws Throwable {
        assertLog("true true after0", """
                @Async static Task<Integer> thrower(Throwable t) throws Throwable { await(yieldNow()); throw t; }
                @Async static CompletionStage<Integer> stage(Throwable t) throws Throwable { await(yieldNow()); throw t; }
                @Async static Task<Integer> shape() throws Throwable {
                    Exception mine = new Exception("mine");
                    try { await(thrower(mine)); } catch (Throwable e) { log(e == mine); }
                    try { await(stage(mine)); } catch (Throwable e) { log(e == mine); }
                    return Task.of(0);
                }
            """);
    }

    private static void assertLog(String expected, String members) throws Throwable {
        for (String debug : List.of("-g", "-g:none")) {
            assertLog(expected, members, debug, classFile -> classFile);
        }
        assertLog(expected, members, "-g", SemanticsTest::withProbes);
    }

    private static void assertLog(String expected, String members, String debug, UnaryOperator<byte[]> agent)
            throws Throwable {
        var source = new WovenSource("p.A", HEADER + members + """
                    static Object run() throws Throwable {
                        log("after" + Weft.run(shape()));
                        return LOG.toString().trim();
                    }
                }
                """, List.of(debug), agent);
        assertEquals(0, source.findings().size());
        assertEquals(expected, source.call("p.A", "run"), debug);
    }

    /** Puts instructions in front of each return, as JaCoCo does. */
    private static byte[] withProbes(byte[] classFile) {
        ClassNode type = new ClassNode();
        new ClassReader(classFile).accept(type, 0);
        for (MethodNode method : type.methods) {
            for (AbstractInsnNode insn : method.instructions.toArray()) {
                if (insn.getOpcode() == Opcodes.ARETURN) {
                    method.instructions.insertBefore(insn, new InsnNode(Opcodes.ICONST_1));
                    method.instructions.insertBefore(insn, new InsnNode(Opcodes.POP));
                }
            }
        }
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        type.accept(writer);
        return writer.toByteArray();
    }
}
