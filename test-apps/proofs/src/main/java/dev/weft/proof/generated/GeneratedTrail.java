// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import com.example.targets.Trail;
import dev.weft.Task;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The trail of a generated program, and what such a program calls. Its fuel ends every program: each call and each turn of a loop
 * asks for {@link #more}.
 */
public final class GeneratedTrail extends Trail {
    private static final int FUEL = 120;
    private static final int LONGEST_TEXT = 24;

    private int fuel = FUEL;
    private int asked;

    /** The supplier is asked once for each awaitable whether it suspends. */
    public GeneratedTrail(BooleanSupplier suspends) {
        super(suspends);
    }

    /** Whether the program may go on with a loop or a call. */
    public boolean more() {
        return fuel-- > 0;
    }

    /** True now and then. Most of what could go wrong must not, or a program ends before it has begun. */
    public boolean rare() {
        return ++asked % 4 == 0;
    }

    /** Notes that a try block is entered; for the compiler it may throw anything. */
    public void tick(int number) throws Exception {
        add("tick " + number);
    }

    /** Notes an exception. The text of those that the JVM makes is left out: it names variables. */
    public void caught(Throwable thrown) {
        add("caught " + describe(thrown));
    }

    static String describe(Throwable thrown) {
        StringBuilder out = new StringBuilder(thrown.getClass().getSimpleName());
        String message = thrown.getMessage();
        if (message != null && message.startsWith("x")) {
            out.append(' ').append(message);
        }
        for (Throwable suppressed : thrown.getSuppressed()) {
            if (suppressed.getClass().getName().startsWith("dev.weft.internal.")) {
                continue; // says the seed of the loop, of which a blocking program has none
            }
            out.append(" (").append(describe(suppressed)).append(')');
        }
        return out.toString();
    }

    /** Keeps a text that grows in a loop short. */
    public @Nullable String cut(@Nullable String text) {
        return text == null || text.length() <= LONGEST_TEXT ? text : text.substring(text.length() - LONGEST_TEXT);
    }

    /** The text of a value; of an array its elements. */
    public @Nullable String show(@Nullable Object value) {
        String text = Arrays.deepToString(new Object[] {value});
        return cut(text.substring(1, text.length() - 1));
    }

    /** Its arguments together; more than one kind, so that they lie on the operand stack with gaps. */
    public int mix(int a, @Nullable Object b, long c, double d, boolean e) {
        add("mix " + a + show(b) + c + d + e);
        return a + (int) c;
    }

    /** Two of each kind, which must not change places. */
    public int pairs(
            int a,
            int b,
            long c,
            long d,
            float e,
            float f,
            double g,
            double h,
            @Nullable Object i,
            @Nullable Object j) {
        add("pairs " + show(new Object[] {a, b}) + show(new Object[] {c, d}) + show(new Object[] {e, f})
                + cut(g + " " + h) + show(new Object[] {i, j}));
        return a;
    }

    /** The small kinds, which the operand stack holds as int. */
    public @Nullable String small(byte a, char b, short c, boolean d, float e) {
        add("small");
        return cut(a + "" + b + c + d + e);
    }

    /** A call with a varying number of arguments. */
    public @Nullable String join(@Nullable Object... values) {
        return show(values.clone());
    }

    /** A varargs array of a primitive kind. */
    public int[] ints(int... values) {
        return values;
    }

    /** Hands a task on, so that nobody sees which method made it. */
    public <T> Task<T> same(Task<T> task) {
        return task;
    }
}
