// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import java.util.Set;

/**
 * The packages that are Weft's own: the one list of them. Their methods are machinery in a user's call stack, and the weaver leaves their
 * classes alone. A test compares it with the table of packages in {@code docs/architecture.md}.
 *
 * <p>Compile-time constants, which javac copies into the weaver: that runs without this class, since each application brings a runtime of
 * its own.
 */
public final class Packages {
    /** Those of the runtime, separated by commas. {@code dev.weft.anything.else} may be a user's. */
    public static final String RUNTIME =
            "dev.weft,dev.weft.abi,dev.weft.debug,dev.weft.file,dev.weft.internal,dev.weft.internal.combine,dev.weft.internal.debug,dev.weft.internal.door,dev.weft.internal.linux,dev.weft.internal.lost,dev.weft.internal.over,dev.weft.internal.profile,dev.weft.internal.stack,dev.weft.internal.stream,dev.weft.internal.watch,dev.weft.io,dev.weft.net,dev.weft.process,dev.weft.spi,dev.weft.sync,dev.weft.testing,dev.weft.tls";

    /** Those of the weaver and of what brings it to the classes, separated by commas. */
    public static final String TOOLS = "dev.weft.agent,"
            + "dev.weft.cli,"
            + "dev.weft.cli.process,"
            + "dev.weft.diagnostic,"
            + "dev.weft.files,"
            + "dev.weft.hprof,"
            + "dev.weft.hprof.heap,"
            + "dev.weft.javac,"
            + "dev.weft.javac.check,"
            + "dev.weft.javac.check.flow,"
            + "dev.weft.javac.check.source,"
            + "dev.weft.maven,"
            + "dev.weft.weave,"
            + "dev.weft.weave.analysis,"
            + "dev.weft.weave.codegen,"
            + "dev.weft.weave.rewrite";

    /** Those of extensions that call the user's code, and so stand below it on the Java stack, separated by commas. */
    public static final String CALLERS = "dev.weft.junit";

    /** Those of extensions whose awaitables say what they wait for without the user's code, separated by commas. */
    public static final String TELLING = "dev.weft.cluster,dev.weft.http,dev.weft.http.websocket";

    private static final Set<String> OF_RUNTIME = Set.of((RUNTIME + ',' + TELLING).split(","));
    private static final ClassLoader LOADER = Packages.class.getClassLoader();

    private Packages() {}

    /**
     * Tells the runtime's own classes, and those of extensions that a dump may ask, from those of users, whose code a dump must not call. Any thread.
     *
     * @param type a class
     * @return whether it is one of these
     */
    public static boolean isOfRuntime(Class<?> type) {
        return type.getClassLoader() == LOADER && OF_RUNTIME.contains(type.getPackageName());
    }
}
