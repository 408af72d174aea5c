// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.weft.weave.MethodSource;
import dev.weft.weave.MethodText;
import dev.weft.weave.analysis.SuspensionPoint.Binding;
import dev.weft.weave.analysis.SuspensionPoint.DirectCall;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.MethodNode;

class SuspensionPointsTest {
    private static final String OTHER = "INVOKESTATIC p/B.call ()Ldev/weft/Task;";

    @Test
    void aMethodWithoutAwaitsHasNone() {
        assertEquals(List.of(), points("ACONST_NULL\nARETURN"));
    }

    @Test
    void statesCountFromOneInTheOrderOfTheCode() {
        List<SuspensionPoint> points = points("""
                ACONST_NULL
                AWAIT
                POP
                ACONST_NULL
                AWAIT
                ARETURN
                """);
        assertEquals(List.of(1, 2), points.stream().map(SuspensionPoint::state).toList());
    }

    @Test
    void anAwaitThatCannotBeReachedIsNone() {
        assertEquals(1, points("""
                ACONST_NULL
                AWAIT
                ARETURN
                ACONST_NULL
                AWAIT
                ATHROW
                """).size());
    }

    @Test
    void aPointIsInTheLineOfItsAwait() {
        List<SuspensionPoint> points = pointsOf("""
                @Async static Task<String> foo(String a) {
                    await(yieldNow());
                    return Task.of(a
                            + await(yieldNow()));
                }
                """);
        assertEquals(List.of(2, 4), points.stream().map(SuspensionPoint::line).toList());
    }

    @Test
    void aPointWithoutALineIsInLine0() {
        assertEquals(0, point("ACONST_NULL\nAWAIT\nARETURN").line());
    }

    @Test
    void whatIsAwaitedIsNotOnTheStackOfThePoint() {
        assertEquals(List.of(), point("ACONST_NULL\nAWAIT\nARETURN").stack());
    }

    @Test
    void theStackHasWhatLiesBelowBottomFirst() {
        assertEquals(
                List.of("java/lang/String", Opcodes.LONG, Opcodes.INTEGER),
                point("""
                LDC "text"
                LCONST_0
                ICONST_0
                ACONST_NULL
                AWAIT
                ATHROW
                """).stack());
    }

    @Test
    void theStackHasWhatLiesBelowTheOperandsOfADirectCall() {
        assertEquals(List.of(Opcodes.INTEGER), point("""
                ICONST_0
                LDC "a"
                LCONST_0
                INVOKESTATIC p/B.call (Ljava/lang/String;J)Ldev/weft/Task;
                AWAIT
                ATHROW
                """).stack());
    }

    @Test
    void theOperandsOfADirectCallBeginWithTheObject() {
        assertEquals(List.of("p/B", "java/lang/String", Opcodes.LONG), call("""
                ACONST_NULL
                CHECKCAST p/B
                LDC "a"
                LCONST_0
                INVOKEVIRTUAL p/B.call (Ljava/lang/String;J)Ldev/weft/Task;
                AWAIT
                ATHROW
                """).operands());
    }

    @Test
    void theLocalsAreThoseInFrontOfTheAwait() {
        assertEquals(
                List.of(Opcodes.INTEGER, Opcodes.DOUBLE, Opcodes.TOP, Opcodes.NULL),
                point("""
                ICONST_0
                ISTORE 0
                DCONST_0
                DSTORE 1
                ACONST_NULL
                ASTORE 3
                ACONST_NULL
                AWAIT
                ASTORE 4
                RETURN
                """).locals());
    }

    @Test
    void localsThatTheRewritingAddedAreLeftOut() {
        MethodNode method = MethodText.ofStatic("()Ldev/weft/Task;", """
                ICONST_0
                ISTORE 0
                ICONST_0
                ISTORE 1
                ACONST_NULL
                AWAIT
                ARETURN
                """);
        assertEquals(
                List.of(Opcodes.INTEGER),
                SuspensionPoints.of(MethodText.async(method), method, 1, Set.of(), false)
                        .get(0)
                        .locals());
    }

    @Test
    void liveAreTheLocalsThatAreReadBehindTheAwait() {
        assertEquals("{1}", point("""
                ICONST_0
                ISTORE 0
                ICONST_1
                ISTORE 1
                ILOAD 0
                POP
                ACONST_NULL
                AWAIT
                ILOAD 1
                POP
                ARETURN
                """).live().toString());
    }

    @Test
    void aPointKnowsWhetherItIsInALoop() {
        List<SuspensionPoint> points = pointsOf("""
                @Async static Task<?> foo(int n) {
                    await(yieldNow());
                    while (n-- > 0) { await(yieldNow()); }
                    await(yieldNow());
                    return Task.done();
                }
                """);
        assertEquals(
                List.of(false, true, false),
                points.stream().map(SuspensionPoint::inLoop).toList());
    }

    @Test
    void aTaskOfAnUnknownKindTakesTheGeneralPath() {
        assertNull(point("ACONST_NULL\nASTORE 0\nALOAD 0\nAWAIT\nARETURN").call());
    }

    @Test
    void aBodyOfThisClassThatMayBeCalledDirectlyIsProven() {
        assertBinding(Binding.PROVEN, "INVOKESTATIC p/A.known ()Ldev/weft/Task;");
        assertBinding(Binding.PROVEN, "INVOKESTATIC p/A.known ()Ljava/util/concurrent/CompletableFuture;");
    }

    /** As javac called it until Java 10. */
    @Test
    void aPrivateBodyCalledBySpecialInvocationIsProven() {
        assertBinding(Binding.PROVEN, "ALOAD 0\nINVOKESPECIAL p/A.known ()Ldev/weft/Task;");
    }

    @Test
    void anotherStaticMethodOfThisClassIsNotAsked() {
        assertBinding(null, "INVOKESTATIC p/A.plain ()Ldev/weft/Task;");
    }

    @Test
    void aStaticMethodOfAnotherClassIsAsked() {
        assertBinding(Binding.ASKED, OTHER);
        assertBinding(Binding.ASKED, "INVOKESTATIC p/B.call ()Ljava/util/concurrent/CompletionStage;");
    }

    @Test
    void aMethodThatMayBeOverriddenIsDispatched() {
        assertBinding(Binding.DISPATCHED, "ALOAD 0\nINVOKEVIRTUAL p/A.plain ()Ldev/weft/Task;");
        assertBinding(Binding.DISPATCHED, "ALOAD 1\nINVOKEVIRTUAL p/B.call ()Ldev/weft/Task;");
        assertBinding(Binding.DISPATCHED, "ALOAD 1\nINVOKEINTERFACE p/I.call ()Ldev/weft/Task; (itf)");
    }

    @Test
    void aMethodThatMayBeOverriddenAndReturnsAStageIsAskedIfItsClassIsKnown() {
        assertBinding(Binding.ASKED, "ALOAD 1\nINVOKEVIRTUAL p/B.call ()Ljava/util/concurrent/CompletionStage;");
        assertBinding(null, "ALOAD 1\nINVOKEINTERFACE p/I.call ()Ljava/util/concurrent/CompletionStage; (itf)");
    }

    @Test
    void theMethodOfASuperclassTakesTheGeneralPath() {
        assertBinding(null, "ALOAD 0\nINVOKESPECIAL p/Super.call ()Ldev/weft/Task;");
    }

    @Test
    void methodsOfTheJdkAndOfTheRuntimeAreNotAsked() {
        assertBinding(
                null,
                "INVOKESTATIC java/util/concurrent/CompletableFuture.completedStage "
                        + "()Ljava/util/concurrent/CompletionStage;");
        assertBinding(null, "INVOKESTATIC dev/weft/Weft.yieldNow ()Ldev/weft/Task;");
        assertBinding(null, "INVOKESTATIC dev/weft/io/Connection.connect ()Ldev/weft/Task;");
    }

    @Test
    void anArrayIsNotAsked() {
        assertBinding(null, "ALOAD 1\nINVOKEVIRTUAL [Lp/B;.call ()Ldev/weft/Task;");
    }

    @Test
    void aUsersPackageUnderThatOfTheRuntimeIsAsked() {
        assertBinding(Binding.ASKED, "INVOKESTATIC dev/weft/shop/Orders.total ()Ldev/weft/Task;");
    }

    @Test
    void whatReturnsSomethingElseIsNotAsked() {
        assertBinding(null, "INVOKESTATIC p/B.call ()Ldev/weft/Awaitable;");
        assertBinding(null, "INVOKESTATIC p/B.take (Ldev/weft/Task;)Ldev/weft/ScheduledTask;", "ACONST_NULL\n");
    }

    @Test
    void aCallWithMoreArgumentsThanAHandleTakesIsNotDispatched() {
        String arguments = "LLOAD 2\n".repeat(119);
        String most = "INVOKEVIRTUAL p/B.call (" + "J".repeat(119) + ")Ldev/weft/Task;";
        String tooMany = "INVOKEVIRTUAL p/B.call (" + "J".repeat(120) + ")Ldev/weft/Task;";
        assertBinding(Binding.DISPATCHED, most, "ALOAD 1\n" + arguments);
        assertBinding(Binding.ASKED, tooMany, "ALOAD 1\nLLOAD 2\n" + arguments);
    }

    private static void assertBinding(@Nullable Binding expected, String code) {
        assertBinding(expected, code, "");
    }

    private static void assertBinding(@Nullable Binding expected, String call, String before) {
        MethodNode method =
                MethodText.ofInstance("(Ljava/lang/Object;J)Ldev/weft/Task;", before + call + "\nAWAIT\nARETURN");
        Set<String> direct = Set.of("known()Ldev/weft/Task;", "known()Ljava/util/concurrent/CompletableFuture;");
        DirectCall found = SuspensionPoints.of(MethodText.async(method), method, MethodText.LOCALS, direct, false)
                .get(0)
                .call();
        assertEquals(expected, found == null ? null : found.binding(), call);
    }

    private static DirectCall call(String code) {
        DirectCall call = point(code).call();
        assertNotNull(call);
        return call;
    }

    private static SuspensionPoint point(String code) {
        return points(code).get(0);
    }

    private static List<SuspensionPoint> points(String code) {
        MethodNode method = MethodText.ofStatic("()Ldev/weft/Task;", code);
        return SuspensionPoints.of(MethodText.async(method), method, MethodText.LOCALS, Set.of(), false);
    }

    private static List<SuspensionPoint> pointsOf(String source) {
        AsyncMethod method = MethodSource.method(source);
        return SuspensionPoints.of(method, method.method(), method.method().maxLocals, Set.of(), false);
    }
}
