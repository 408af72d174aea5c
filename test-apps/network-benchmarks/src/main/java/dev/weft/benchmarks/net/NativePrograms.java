// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The programs in C, compiled by gcc where that is. */
final class NativePrograms {
    private final Path sources;
    private final Path built;

    NativePrograms(Path target) throws IOException {
        sources = target.resolveSibling("src").resolve("main").resolve("c");
        built = Files.createDirectories(target.resolve("native"));
    }

    /** Compiles a program; none, with a message, if gcc or what the program needs is missing. */
    Optional<Path> compile(String name, String... libraries) {
        Path program = built.resolve(name);
        List<String> command = new ArrayList<>(List.of(
                "gcc",
                "-O2",
                "-Wall",
                "-o",
                program.toString(),
                sources.resolve(name + ".c").toString()));
        command.addAll(List.of(libraries));
        try {
            Output output = Output.of(command);
            if (output.status() == 0) {
                return Optional.of(program);
            }
            System.out.println(
                    "LEFT OUT " + name + ": gcc says " + output.text().strip());
        } catch (UncheckedIOException e) {
            System.out.println("LEFT OUT " + name + ": no gcc here");
        }
        return Optional.empty();
    }
}
