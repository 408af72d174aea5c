// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check.flow;

import org.jspecify.annotations.Nullable;

/** What is certain behind a condition, by how it came out. Filled by the walk; null is an outcome that cannot be. */
final class Outcome {
    @Nullable
    Facts ifTrue;

    @Nullable
    Facts ifFalse;

    void set(@Nullable Facts whenTrue, @Nullable Facts whenFalse) {
        ifTrue = whenTrue;
        ifFalse = whenFalse;
    }

    @Nullable
    Facts when(boolean isTrue) {
        return isTrue ? ifTrue : ifFalse;
    }

    @Nullable
    Facts either() {
        return Facts.join(ifTrue, ifFalse);
    }
}
