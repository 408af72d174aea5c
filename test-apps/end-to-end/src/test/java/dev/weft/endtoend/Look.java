// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import dev.weft.support.Jdks;
import dev.weft.support.Scale;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Somebody who looks at a program from outside.
 *
 * @param way how the program runs
 * @param ownJdk the JDK of whoever looks
 */
record Look(Way way, Path ownJdk) {
    /** On each JDK one program that looker and program have woven differently, and a looker with the other JDK; in a full run all. */
    static Stream<Look> all() {
        Path current = Jdks.current();
        Path other = Jdks.other().orElse(current);
        Stream<Look> crossed =
                Stream.of(new Look(new Way(current, true), other), new Look(new Way(other, false), current));
        return Scale.isFull()
                ? Stream.concat(
                        crossed,
                        Stream.of(new Look(new Way(current, false), current), new Look(new Way(other, true), other)))
                : crossed;
    }

    @Override
    public String toString() {
        return "at %d woven by %s, from %d"
                .formatted(Jdks.feature(way.jdk()), way.byAgent() ? "the agent" : "javac", Jdks.feature(ownJdk));
    }
}
