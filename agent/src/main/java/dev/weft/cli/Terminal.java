// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Help.Ansi;

/** Whether somebody looks at the standard output as it is written. */
final class Terminal {
    private static final Path OUTPUT = Path.of("/proc/self/fd/1");

    private Terminal() {}

    /** Tells it where Linux does; elsewhere by what the JDK makes of a console, which is one of input as well. */
    static boolean isOutput() {
        try {
            return isTerminal(Files.readSymbolicLink(OUTPUT).toString());
        } catch (IOException e) {
            return Ansi.AUTO.enabled();
        }
    }

    static boolean isTerminal(String file) {
        return file.matches("/dev/(pts/|tty|console).*");
    }
}
