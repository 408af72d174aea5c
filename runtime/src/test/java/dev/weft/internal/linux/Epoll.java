// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.linux;

import dev.weft.support.Jdks;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where loops can wait by epoll. */
final class Epoll {
    /** What such a program is started with. */
    static final List<String> OPTIONS =
            List.of("--enable-native-access=ALL-UNNAMED", "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED");

    private static final int FIRST_JDK = 22;

    private Epoll() {}

    /** A JDK that has calls of the system, on Linux. */
    static Optional<Path> jdk() {
        return System.getProperty("os.name", "").equals("Linux")
                ? Jdks.available().filter(jdk -> Jdks.feature(jdk) >= FIRST_JDK).findFirst()
                : Optional.empty();
    }

    static String whyNone() {
        return "needs Linux, and a JDK of version " + FIRST_JDK + " or later beside that of the build";
    }
}
