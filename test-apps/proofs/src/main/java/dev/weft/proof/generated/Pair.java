// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import org.jspecify.annotations.Nullable;

/** What generated programs construct, with awaits among the arguments. */
public final class Pair {
    public final int a;
    public final @Nullable String b;
    public final long c;

    /** Takes arguments of kinds that lie on the operand stack with gaps. */
    public Pair(int a, @Nullable String b, long c) {
        this.a = a;
        this.b = b;
        this.c = c;
    }

    /** Takes arguments of one kind, which must not change places. */
    public Pair(int a, int more, @Nullable String b, long c, long last) {
        this(a * 31 + more, b, c * 31 + last);
    }

    @Override
    public String toString() {
        return a + b + c;
    }
}
