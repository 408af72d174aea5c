// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What tells of a process on Linux whether it is a JVM, whether there is Weft in it, and whether its doors are switched off. */
record Evidence(LinuxMachine machine, long pid) {
    private static final String OFF = "-Dweft.debug=off";

    /** Variables from which a JVM takes options that are not on its command line. */
    private static final List<String> VARIABLES = List.of("JAVA_TOOL_OPTIONS=", "JDK_JAVA_OPTIONS=", "_JAVA_OPTIONS=");

    /** Returns whether it is a JVM, or nothing where one may not look into its memory, and its command line does not say. */
    Optional<Boolean> isJvm() {
        if (MainClass.isJava(machine.commandLine(pid))) {
            return Optional.of(true);
        }
        try (Stream<String> maps = Files.lines(machine.file(pid, "maps"), UTF_8)) {
            return Optional.of(maps.anyMatch(line -> line.contains("/libjvm.so")));
        } catch (IOException
                | RuntimeException
                        e) { // lines of odd names are no UTF-8, and what cannot be read fails at the first line
            return Optional.empty();
        }
    }

    /** Returns what switches the doors off, as it is written there; nothing if that is in no place that can be read. */
    Optional<String> switchedOff() {
        return Stream.concat(MainClass.options(machine.commandLine(pid)).stream(), environment())
                .filter(option -> option.equals(OFF) || isAgentWith(option))
                .findFirst();
    }

    private static boolean isAgentWith(String option) {
        return option.matches("-javaagent:.*weft-agent.*\\.jar=(.*,)?debug=off(,.*)?");
    }

    private Stream<String> environment() {
        try {
            String all = new String(Files.readAllBytes(machine.file(pid, "environ")), UTF_8);
            return Arrays.stream(all.split("\0"))
                    .filter(each -> VARIABLES.stream().anyMatch(each::startsWith))
                    .flatMap(each ->
                            Arrays.stream(each.substring(each.indexOf('=') + 1).split("\\s+")));
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    /** Returns a place from which {@code java} may have options that nobody outside sees. */
    Optional<String> unseenOptions() {
        return MainClass.options(machine.commandLine(pid)).stream()
                .filter(option -> option.startsWith("@"))
                .findFirst();
    }

    /** Returns the jar of Weft that the process has open. A jar inside another one is not seen. */
    Optional<String> jar() {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(machine.file(pid, "fd"))) {
            for (Path file : files) {
                String name = String.valueOf(Files.readSymbolicLink(file).getFileName());
                if (name.matches("weft-(runtime|agent)\\b.*\\.jar")) {
                    return Optional.of(name);
                }
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** Tells whether one may look into the process at all. */
    boolean isOpen() {
        return Files.isExecutable(machine.file(pid, "root").resolve("."));
    }
}
