// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli.process;

import java.util.List;
import java.util.Set;

/** Reads in the command line of a JVM which class it runs. */
final class MainClass {
    /** Options of {@code java} whose value is the next argument. */
    private static final Set<String> WITH_VALUE = Set.of(
            "-cp",
            "-classpath",
            "--class-path",
            "-p",
            "--module-path",
            "--upgrade-module-path",
            "--add-modules",
            "--limit-modules",
            "--add-exports",
            "--add-opens",
            "--add-reads",
            "--patch-module",
            "--enable-native-access",
            "--illegal-native-access",
            "--source",
            "-d",
            "--describe-module");

    private static final Set<String> BEFORE_MODULE = Set.of("-m", "--module");

    private MainClass() {}

    /** Tells whether the command line is that of {@code java} or {@code javaw}. A launcher of other names may run a JVM all the same. */
    static boolean isJava(List<String> commandLine) {
        return !commandLine.isEmpty() && fileName(commandLine.get(0)).matches("javaw?(\\.exe)?");
    }

    /** Returns the class, the module with it, or the name of the jar; of what is not {@code java}, the name of the program. */
    static String in(List<String> commandLine) {
        if (commandLine.isEmpty()) {
            return "?";
        }
        int index = index(commandLine);
        String name = commandLine.get(index < commandLine.size() ? index : 0);
        boolean isModule = index > 0 && BEFORE_MODULE.contains(commandLine.get(index - 1));
        return isModule ? name : fileName(name);
    }

    /** Returns what {@code java} itself is told: the arguments before the class. */
    static List<String> options(List<String> commandLine) {
        return isJava(commandLine) ? commandLine.subList(1, Math.max(1, index(commandLine))) : List.of();
    }

    private static int index(List<String> commandLine) {
        if (!isJava(commandLine)) {
            return 0;
        }
        for (int i = 1; i < commandLine.size(); i++) {
            String argument = commandLine.get(i);
            if (argument.equals("-jar") || BEFORE_MODULE.contains(argument)) {
                return Math.min(i + 1, commandLine.size());
            }
            if (WITH_VALUE.contains(argument)) {
                i++;
            } else if (!argument.startsWith("-") && !argument.startsWith("@")) {
                return i;
            }
        }
        return commandLine.size();
    }

    private static String fileName(String path) {
        return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    }
}
