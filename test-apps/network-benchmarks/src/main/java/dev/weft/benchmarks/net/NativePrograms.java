// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The programs in C and Rust, compiled by gcc and cargo where these are. */
final class NativePrograms {
    /** Where Debian's packages of crates are (librust-tokio-dev), which need no network. */
    private static final Path DEBIAN_CRATES = Path.of("/usr/share/cargo/registry");

    private final Path sources;
    private final Path built;

    NativePrograms(Path target) throws IOException {
        sources = target.resolveSibling("src").resolve("main");
        built = Files.createDirectories(target.resolve("native"));
    }

    /** Compiles a program in C; none, with a message, if gcc or what the program needs is missing. */
    Optional<Path> compile(String name, String... libraries) {
        Path program = built.resolve(name);
        List<String> command = new ArrayList<>(List.of(
                "gcc",
                "-O2",
                "-Wall",
                "-o",
                program.toString(),
                sources.resolve("c").resolve(name + ".c").toString()));
        command.addAll(List.of(libraries));
        return built(name, command, program);
    }

    /** Compiles the program in Rust; none, with a message, if cargo or a crate is missing. */
    Optional<Path> compileRust(String name) throws IOException {
        Path crate = copyOfCrate();
        List<String> command = new ArrayList<>(List.of(
                "cargo",
                "build",
                "--quiet",
                "--release",
                "--manifest-path",
                crate.resolve("Cargo.toml").toString()));
        if (Files.isDirectory(DEBIAN_CRATES)) {
            command.addAll(List.of(
                    "--offline",
                    "--config",
                    "source.crates-io.replace-with=\"debian\"",
                    "--config",
                    "source.debian.directory=\"" + DEBIAN_CRATES + '"'));
        }
        return built(name, command, crate.resolve("target").resolve("release").resolve(name));
    }

    /** A copy, since cargo writes beside the sources which versions it has found. */
    private Path copyOfCrate() throws IOException {
        Path crate = built.resolve("rust");
        Files.createDirectories(crate.resolve("src"));
        for (String file : List.of("Cargo.toml", "src/main.rs")) {
            Files.copy(sources.resolve("rust").resolve(file), crate.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        return crate;
    }

    private static Optional<Path> built(String name, List<String> command, Path program) {
        String compiler = command.get(0);
        try {
            Output output = Output.of(command);
            if (output.status() == 0) {
                return Optional.of(program);
            }
            System.out.println("LEFT OUT " + name + ": " + compiler + " says "
                    + output.text().strip());
        } catch (UncheckedIOException e) {
            System.out.println("LEFT OUT " + name + ": no " + compiler + " here");
        }
        return Optional.empty();
    }
}
