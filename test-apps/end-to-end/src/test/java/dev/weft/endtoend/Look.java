// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import dev.weft.support.Jdks;
import dev.weft.support.Scale;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInfo;

/**
 * Somebody who looks at a program from outside.
 *
 * @param way how the program runs
 * @param ownJdk the JDK of whoever looks
 */
record Look(Way way, Path ownJdk) {
    /** On each JDK a program, woven in one of the two ways on one and in the other on the other, and a looker with the other JDK. */
    static Stream<Look> crossed() {
        Path current = Jdks.current();
        Path other = Jdks.other().orElse(current);
        return Stream.of(new Look(new Way(current, true), other), new Look(new Way(other, false), current));
    }

    /** One of those in turn, and in an exhaustive run these and the others, too. */
    static Stream<Look> all(TestInfo test) {
        if (!Scale.isExhaustive()) {
            return Scale.inTurn(Scale.nameOf(test), crossed().toList());
        }
        Path current = Jdks.current();
        Path other = Jdks.other().orElse(current);
        return Stream.concat(
                crossed(),
                Stream.of(new Look(new Way(current, false), current), new Look(new Way(other, true), other)));
    }

    @Override
    public String toString() {
        return "at %d woven by %s, from %d"
                .formatted(Jdks.feature(way.jdk()), way.byAgent() ? "the agent" : "javac", Jdks.feature(ownJdk));
    }
}
