// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.weave.MethodText;
import dev.weft.weave.analysis.FrameLayout.Blank;
import dev.weft.weave.analysis.FrameLayout.Field;
import dev.weft.weave.analysis.FrameLayout.Kind;
import dev.weft.weave.analysis.FrameLayout.PointLayout;
import dev.weft.weave.analysis.FrameLayout.Slot;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.util.Printer;

/** Slots are written as {@code l0=1} for a local in a field, and {@code l0=stack} for a value of the stack. */
class FrameLayoutTest {
    private static final Object I = Opcodes.INTEGER;
    private static final Object J = Opcodes.LONG;
    private static final Object F = Opcodes.FLOAT;
    private static final Object D = Opcodes.DOUBLE;
    private static final Object T = Opcodes.TOP;
    private static final Object N = Opcodes.NULL;
    private static final String S = "java/lang/String";

    @Test
    void argumentsGoToTheFieldsOfTheirKindsInOrder() {
        FrameLayout layout =
                FrameLayout.of(ofStatic("(ILjava/lang/String;JFDZ[ILjava/lang/String;)Ldev/weft/Task;"), List.of());
        assertEquals("i0=0 l0=1 j0=2 f0=4 d0=5 i1=7 l1=8 l2=9", text(layout.arguments()));
    }

    @Test
    void argumentsOfAnInstanceMethodComeBehindThis() {
        assertEquals(
                "i0=1",
                text(FrameLayout.of(ofInstance("(I)Ldev/weft/Task;"), List.of()).arguments()));
    }

    @Test
    void smallIntegersAreInts() {
        List<Slot> arguments =
                FrameLayout.of(ofStatic("(ZBCS)Ldev/weft/Task;"), List.of()).arguments();
        assertEquals("i0=0 i1=1 i2=2 i3=3", text(arguments));
        arguments.forEach(argument -> assertEquals(I, argument.type()));
    }

    @Test
    void liveLocalsGoToTheFieldsOfTheirKindsInOrder() {
        assertEquals(
                "l0=0 i0=1 j0=2 d0=4 f0=6 i1=7",
                text(only(point(List.of(S, I, J, T, D, T, F, I), List.of(), 0, 1, 2, 4, 6, 7))
                        .locals()));
    }

    @Test
    void localsThatAreNotLiveAreNotKept() {
        assertEquals("i0=1", text(only(point(List.of(I, I, I), List.of(), 1)).locals()));
    }

    @Test
    void theOtherHalfOfALongIsNotALocal() {
        assertEquals("j0=0", text(only(point(List.of(J, T), List.of(), 0, 1)).locals()));
    }

    @Test
    void whatIsUnusableIsNotKeptThoughItIsLive() {
        PointLayout layout = only(point(List.of(T, I), List.of(), 0, 1));
        assertEquals("i0=1", text(layout.locals()));
        assertEquals(List.of(), layout.blank());
    }

    @Test
    void thisIsNotKeptWithTheLocals() {
        FrameLayout layout =
                FrameLayout.of(ofInstance("()Ldev/weft/Task;"), List.of(point(List.of("p/A", I), List.of(), 0, 1)));
        assertEquals("i0=1", text(layout.points().get(0).spilled()));
        assertEquals(List.of(), layout.points().get(0).blank());
    }

    @Test
    void theStackIsSpilledInFrontOfTheLocals() {
        assertEquals(
                "l0=stack i0=stack j0=stack l1=0 i1=1",
                text(only(point(List.of(S, I), List.of(S, I, J), 0, 1)).spilled()));
    }

    @Test
    void nullOnTheStackIsKeptAsAReference() {
        assertEquals("l0=stack", text(only(point(List.of(), List.of(N))).stack()));
    }

    @Test
    void aLocalThatHoldsNullForSureIsSetToNullInsteadOfKept() {
        PointLayout layout = only(point(List.of(N), List.of(), 0));
        assertEquals(List.of(), layout.locals());
        assertEquals(List.of(new Blank(Kind.REFERENCE, 0)), layout.blank());
    }

    @Test
    void aDeadLocalOnWhichLaterStackMapsCountGetsADefaultOfItsKind() {
        assertEquals(
                List.of(
                        new Blank(Kind.INT, 0),
                        new Blank(Kind.LONG, 1),
                        new Blank(Kind.FLOAT, 3),
                        new Blank(Kind.DOUBLE, 4),
                        new Blank(Kind.REFERENCE, 6)),
                only(point(List.of(I, J, T, F, D, T, S), List.of())).blank());
    }

    @Test
    void aDeadArgumentHasTheDefaultThatIsPassedForIt() {
        FrameLayout layout =
                FrameLayout.of(ofStatic("(IJ)Ldev/weft/Task;"), List.of(point(List.of(I, J, T), List.of())));
        assertEquals(List.of(), layout.points().get(0).blank());
    }

    @Test
    void aDeadLocalInTheSlotOfAnArgumentGetsADefault() {
        FrameLayout layout = FrameLayout.of(ofStatic("(I)Ldev/weft/Task;"), List.of(point(List.of(F), List.of())));
        assertEquals(List.of(new Blank(Kind.FLOAT, 0)), layout.points().get(0).blank());
    }

    @Test
    void pointsAndArgumentsShareTheFields() {
        FrameLayout layout = FrameLayout.of(
                ofStatic("(I)Ldev/weft/Task;"),
                List.of(point(List.of(I, S), List.of(), 1), point(List.of(I, S, S), List.of(), 0, 2)));
        assertEquals("i0=0", text(layout.arguments()));
        assertEquals("l0=1", text(layout.points().get(0).locals()));
        assertEquals("i0=0 l0=2", text(layout.points().get(1).locals()));
    }

    @Test
    void thereAreAsManyFieldsOfAKindAsThePointThatKeepsMost() {
        FrameLayout layout = FrameLayout.of(
                ofStatic("()Ldev/weft/Task;"),
                List.of(point(List.of(I, I, S), List.of(), 0, 1, 2), point(List.of(S, S), List.of(I), 0, 1)));
        assertEquals("l0 l1 i0 i1", names(layout.fields()));
    }

    @Test
    void fieldsAreOrderedByKindAndNumber() {
        FrameLayout layout = FrameLayout.of(ofStatic("(" + "I".repeat(11) + "DFJ[J)Ldev/weft/Task;"), List.of());
        assertEquals("l0 i0 i1 i2 i3 i4 i5 i6 i7 i8 i9 i10 j0 f0 d0", names(layout.fields()));
    }

    @Test
    void aReferenceKeepsTheTypeThatItGetsBack() {
        Slot slot = only(point(List.of("[Lp/B;"), List.of(), 0)).locals().get(0);
        assertEquals("[Lp/B;", slot.type());
        assertEquals(new Field(Kind.REFERENCE, "l0", "Ljava/lang/Object;"), slot.field());
    }

    @Test
    void aReferenceToWhichTheMethodMayNotCastHasAFieldOfItsClass() {
        assertEquals(
                List.of(
                        new Field(Kind.REFERENCE, "h0", "Lq/Hidden;"),
                        new Field(Kind.REFERENCE, "h0", "[Lq/Other;"),
                        new Field(Kind.REFERENCE, "h1", "Lq/Hidden;"),
                        new Field(Kind.REFERENCE, "l0", "Ljava/lang/Object;")),
                only(point(List.of("q/Hidden", "[Lq/Other;", "q/Hidden", S), List.of(), 0, 1, 2, 3)).locals().stream()
                        .map(Slot::field)
                        .toList());
    }

    @Test
    void valuesTakeOneSlotAndLongsAndDoublesTwo() {
        assertEquals(
                8,
                FrameLayout.size(only(point(List.of(I, J, T, F, D, T, S), List.of(I), 0, 1, 3, 4, 6))
                        .spilled()));
    }

    @Test
    void eachKindHasItsLoadAndItsStore() {
        assertEquals(
                "ALOAD/ASTORE ILOAD/ISTORE LLOAD/LSTORE FLOAD/FSTORE DLOAD/DSTORE",
                Stream.of(Kind.values())
                        .map(kind -> Printer.OPCODES[kind.load()] + "/" + Printer.OPCODES[kind.store()])
                        .collect(Collectors.joining(" ")));
    }

    private static PointLayout only(SuspensionPoint point) {
        return FrameLayout.of(ofStatic("()Ldev/weft/Task;"), List.of(point))
                .points()
                .get(0);
    }

    private static SuspensionPoint point(List<Object> locals, List<Object> stack, int... live) {
        BitSet set = new BitSet();
        IntStream.of(live).forEach(set::set);
        MethodInsnNode await = (MethodInsnNode)
                MethodText.ofStatic("()V", "AWAIT").instructions.get(0);
        return new SuspensionPoint(1, await, null, 0, locals, stack, List.of(), set, false, false);
    }

    private static String text(List<Slot> slots) {
        return slots.stream()
                .map(slot -> slot.field().name() + "=" + (slot.local() < 0 ? "stack" : slot.local()))
                .collect(Collectors.joining(" "));
    }

    private static String names(List<Field> fields) {
        return fields.stream().map(Field::name).collect(Collectors.joining(" "));
    }

    private static AsyncMethod ofStatic(String descriptor) {
        return MethodText.async(MethodText.ofStatic(descriptor, ""));
    }

    private static AsyncMethod ofInstance(String descriptor) {
        return MethodText.async(MethodText.ofInstance(descriptor, ""));
    }
}
