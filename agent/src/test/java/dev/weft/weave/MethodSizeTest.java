// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.diagnostic.Diagnostic;
import dev.weft.diagnostic.Finding;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * How many bytes of bytecode weaving adds, and what is said when they are too many to be compiled. Holds off
 * (docs/weaving-limits.md): Methods near 64 KiB.
 */
class MethodSizeTest {
    @Test
    void aPointWithoutLiveValuesAddsThisManyBytes() {
        assertEquals(36, bytesOfAPoint("", "await(next());"), "a direct call");
        assertEquals(39, bytesOfAPoint("", "await(yieldNow());"), "any other await");
    }

    /** An emit passes no result on and asks nothing; the call that a close replaces was one of an interface. */
    @Test
    void anEmitAndTheCloseOfAGeneratorAddThisManyBytes() {
        assertEquals(25, bytesInAGenerator("emit(text());"), "an emit");
        assertEquals(38, bytesInAGenerator("none().close();"), "a close");
        assertEquals(38, bytesOfAPoint("", "none().close();"), "a close in any other method");
    }

    private static int bytesInAGenerator(String statement) {
        return (addedInAGenerator(statement.repeat(21)) - addedInAGenerator(statement.repeat(11))) / 10;
    }

    private static int addedInAGenerator(String statements) {
        WovenSource source = new WovenSource("p.A", """
                package p;
                import static dev.weft.Weft.*;
                import dev.weft.*;
                public class A {
                    static String text() { return "text"; }
                    static AsyncGenerator<String> none() { return AsyncGenerator.done(); }
                    @Async static AsyncGenerator<String> work() { STATEMENTS return AsyncGenerator.done(); }
                }
                """.replace("STATEMENTS", statements));
        return sizeOf(source.bytes("p.A"), true) - sizeOf(source.originalBytes("p.A"), false);
    }

    /** The way back of a resume is marked. */
    @Test
    void aPointInALoopAddsThisManyBytesMore() {
        assertEquals(5, bytesInALoop("await(next());") - bytesOfAPoint("", "await(next());"), "a direct call");
        assertEquals(5, bytesInALoop("await(yieldNow());") - bytesOfAPoint("", "await(yieldNow());"), "any other");
    }

    @Test
    void aDirectCallInALoopThatMayGoRoundWithoutItAddsThisManyBytesMore() {
        String call = "if (text() != null) await(next());";
        assertEquals(5 + 18, bytesInALoop(call) - bytesOfAPoint("", call), "it is counted");
    }

    @Test
    void aLoopThatCallsInEachTurnAddsThisManyBytes() {
        String once = "while (text() != null) { await(next()); }";
        int first = addedBy("", once, 1) - addedBy("", "await(next());", 1) - 5;
        int more = (addedBy("", once, 21) - addedBy("", once, 11)) / 10 - bytesOfAPoint("", "await(next());") - 5;
        assertEquals(19, more, "it counts its turns");
        assertEquals(19 + 18, first, "its method has two locals for that, and enters and leaves");
    }

    private static int bytesInALoop(String await) {
        return (addedInLoop(await, 21) - addedInLoop(await, 11)) / 10;
    }

    private static int addedInLoop(String await, int times) {
        WovenSource source = source("", "while (text() != null) {" + await.repeat(times) + "}");
        return sizeOf(source.bytes("p.A"), true) - sizeOf(source.originalBytes("p.A"), false);
    }

    @Test
    void eachLiveLocalAddsThisManyBytesToAPoint() {
        int one = bytesOfAPoint("int m = 7;", "await(next()); use(m);");
        assertEquals(47, one, "the first one needs the frame to be at hand");
        assertEquals(9, bytesOfAPoint("int m = 7, n = 7;", "await(next()); use(m); use(n);") - one, "an int");
        int reference = bytesOfAPoint("int m = 7; String s = text();", "await(next()); use(m); use(s);");
        assertEquals(12, reference - one, "a reference, which has to be cast, in one of the first locals");
        int two = bytesOfAPoint("int m = 7; String s = text(), t = s;", "await(next()); use(m); use(s); use(t);");
        assertEquals(13, two - reference, "one in a later local");
    }

    @Test
    void saysThatHotSpotWillNotCompileTheMethod() throws Throwable {
        WovenSource source = source("", "await(next());".repeat(400));
        Finding finding = source.findings().get(0);
        assertEquals(1, source.findings().size());
        assertEquals(Diagnostic.METHOD_NOT_COMPILED, finding.diagnostic());
        assertEquals("work", finding.method());
        assertTrue(finding.message().startsWith("A.java:9: [MethodNotCompiled] in p.A.work: "), finding.message());
        int before = sizeOf(source.originalBytes("p.A"), false);
        int after = sizeOf(source.bytes("p.A"), true);
        assertTrue(before < 8000 && after > 8000, before + " " + after);
        assertEquals(after + " bytes, " + before + " of them before weaving", finding.detail());
        assertEquals("done", source.call("p.A", "call"));
    }

    @Test
    void saysNothingOfAMethodThatIsCompiled() {
        assertEquals(List.of(), source("", "await(next());".repeat(100)).findings());
    }

    /** What an await of a method with very many costs, so that nothing else counts. */
    private static int bytesOfAPoint(String before, String await) {
        return (addedBy(before, await, 21) - addedBy(before, await, 11)) / 10;
    }

    private static int addedBy(String before, String await, int times) {
        WovenSource source = source(before, await.repeat(times));
        return sizeOf(source.bytes("p.A"), true) - sizeOf(source.originalBytes("p.A"), false);
    }

    private static int sizeOf(byte[] classFile, boolean isBody) {
        ClassNode owner = new ClassNode();
        new ClassReader(classFile).accept(owner, 0);
        MethodNode method = owner.methods.stream()
                .filter(candidate -> candidate.name.equals("work"))
                .filter(candidate -> isBody == ((candidate.access & Opcodes.ACC_SYNTHETIC) != 0))
                .findFirst()
                .orElseThrow();
        return MethodSize.bytes(method);
    }

    private static WovenSource source(String before, String statements) {
        return new WovenSource("p.A", """
                package p;
                import static dev.weft.Weft.*;
                import dev.weft.*;
                public class A {
                    static void use(Object any) {}
                    static String text() { return "text"; }
                    static void use(int any) {}
                    @Async static Task<Void> next() { return Task.done(); }
                    @Async static Task<Void> work() { BEFORE STATEMENTS return Task.done(); }
                    static Object call() { Weft.run(work()); return "done"; }
                    static AsyncGenerator<String> none() { return AsyncGenerator.done(); }
                }
                """.replace("BEFORE", before).replace("STATEMENTS", statements));
    }
}
