// SPDX-License-Identifier: Apache-2.0
package dev.weft.support;

import java.io.IOException;
import java.nio.file.Files;
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

    /** Whether loops can wait by io_uring as well. */
    public static boolean hasRing() {
        return jdk().isPresent() && isNewKernel() && isRingAllowed();
    }

    private static boolean isNewKernel() {
        String[] version = System.getProperty("os.version", "").split("\\D+", -1);
        int major = version.length > 1 ? Integer.parseInt(version[0]) : 0;
        return major > 6 || (major == 6 && Integer.parseInt(version[1]) >= 1);
    }

    private static boolean isRingAllowed() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/io_uring_disabled"))
                    .strip()
                    .equals("0");
        } catch (IOException older) { // which cannot forbid it so
            return true;
        }
    }

    /** Says why loops cannot wait by io_uring. */
    public static String whyNoRing() {
        return "io_uring needs Linux 6.1 or later that allows it (kernel.io_uring_disabled), and a JDK of version "
                + FIRST_JDK + " or later beside that of the build";
    }

    /** Says what there is not. */
    public static String whyNone() {
        return "needs Linux, and a JDK of version " + FIRST_JDK + " or later beside that of the build";
    }
}
