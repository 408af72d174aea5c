// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.differential;

import dev.weft.support.Subprocess;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds a Python whose asyncio has what Weft follows: version 3.11 or later. */
final class Pythons {
    static final String NONE = "there is no python3 of version 3.11 or later; WEFT_PYTHON may name one";

    private static final int OLDEST = 11;
    private static final String MINOR_VERSION = "import sys; print('minor', sys.version_info[1])";

    private record Python(Path program, int minorVersion) {}

    private Pythons() {}

    /** Returns the one that WEFT_PYTHON names, or else the newest on the PATH or of pyenv. */
    static Optional<Path> newest() throws IOException, InterruptedException {
        List<Python> all = new ArrayList<>();
        for (Path program : candidates()) {
            int version = minorVersion(program);
            if (version >= OLDEST) {
                all.add(new Python(program, version));
            }
        }
        return all.stream().max(Comparator.comparingInt(Python::minorVersion)).map(Python::program);
    }

    private static List<Path> candidates() throws IOException {
        Map<String, String> environment = System.getenv();
        if (environment.containsKey("WEFT_PYTHON")) {
            return List.of(Path.of(environment.get("WEFT_PYTHON")));
        }
        List<Path> all = new ArrayList<>();
        for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            addTo(all, Path.of(folder), "{python3,python3.[0-9][0-9]}");
        }
        String pyenv = environment.getOrDefault("PYENV_ROOT", System.getProperty("user.home") + "/.pyenv");
        List<Path> versions = new ArrayList<>();
        addTo(versions, Path.of(pyenv, "versions"), "3.[0-9][0-9].*");
        for (Path version : versions) {
            addTo(all, version.resolve("bin"), "python3");
        }
        return all;
    }

    private static void addTo(List<Path> all, Path folder, String pattern) throws IOException {
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, pattern)) {
                found.forEach(all::add);
            }
        }
    }

    /** Returns 13 of a Python 3.13; -1 where it does not run, as the stand-ins of pyenv for versions that are not chosen. */
    private static int minorVersion(Path program) throws InterruptedException {
        try {
            Subprocess.Result result = new Subprocess(List.of(program.toString(), "-c", MINOR_VERSION)).run();
            String output = result.output().strip();
            return result.exitCode() == 0 && output.startsWith("minor ")
                    ? Integer.parseInt(output.substring("minor ".length()))
                    : -1;
        } catch (IOException none) {
            return -1;
        }
    }
}
