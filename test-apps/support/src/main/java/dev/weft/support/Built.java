// SPDX-License-Identifier: Apache-2.0
package dev.weft.support;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What this build has made. The build tells the tests where it is by system properties. */
public final class Built {
    private Built() {}

    /** Returns the agent's jar, with ASM in it. */
    public static Path agentJar() {
        return path("weft.agentJar");
    }

    /** Returns the runtime's jar. */
    public static Path runtimeJar() {
        return path("weft.runtimeJar");
    }

    /** Returns the jar of the extension for JUnit. */
    public static Path junitJar() {
        return path("weft.junitJar");
    }

    /** Returns the jar of the compiler plugin, with the weaver in it. */
    public static Path compilerPlugin() {
        return path("weft.compilerPlugin");
    }

    /** Returns the jar or folder of the samples' classes. */
    public static Path samples() {
        return path("weft.samplesClasses");
    }

    /** Returns the jar or folder of the targets' classes. */
    public static Path targets() {
        return path("weft.targetsClasses");
    }

    /** Returns the folder with the sources of the targets. */
    public static Path targetsSources() {
        return path("weft.targetsSources");
    }

    /** Returns the option of {@code java} that starts the agent. */
    public static String agentOption() {
        return "-javaagent:" + agentJar();
    }

    /** Returns the jar or folder that a class was loaded from. */
    public static Path placeOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns a class path of these entries. */
    public static String classPath(Path... entries) {
        return Arrays.stream(entries).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static Path path(String property) {
        String path = System.getProperty(property);
        if (path == null) {
            throw new IllegalStateException("the build of this module does not tell where it is: " + property);
        }
        return Path.of(path);
    }
}
