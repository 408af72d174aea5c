// SPDX-License-Identifier: Apache-2.0
package dev.weft.support;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where loops can wait by epoll themselves. */
public final class Epoll {
    /** What such a program is started with. */
    public static final List<String> OPTIONS =
            List.of("--enable-native-access=ALL-UNNAMED", "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED");

    private static final int FIRST_JDK = 22;

    private Epoll() {}

    /** A JDK that has calls of the system, on Linux. */
    public static Optional<Path> jdk() {
        return System.getProperty("os.name", "").equals("Linux")
                ? Jdks.available().filter(jdk -> Jdks.feature(jdk) >= FIRST_JDK).findFirst()
                : Optional.empty();
    }

    /** Says what there is not. */
    public static String whyNone() {
        return "needs Linux, and a JDK of version " + FIRST_JDK + " or later beside that of the build";
    }
}
