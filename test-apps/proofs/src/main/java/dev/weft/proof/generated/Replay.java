// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import dev.weft.proof.generated.Check.Failure;
import dev.weft.proof.generated.Check.Weaving;
import dev.weft.proof.generated.ProgramCompiler.InvalidSource;
import dev.weft.weave.Weaver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Makes the program of a seed once more, prints it and runs it; if it fails, makes it small. */
public final class Replay {
    private Replay() {}

    /** Takes a seed, and the folder into which the classes go, woven and as they were. */
    public static void main(String[] args) throws IOException, InvalidSource {
        Program program = Program.of(Long.parseLong(args[0]));
        System.out.println(program.source());
        System.out.println(report(program, Weaver::weave, Path.of(args[1])));
    }

    /** Says what is known about a program: that it passes, or the smallest one that fails like it. */
    static String report(Program program, Weaving weaving, Path folder) throws IOException, InvalidSource {
        String head = "seed %d, Java %d, %s%n".formatted(program.seed(), program.release(), program.debug());
        Optional<Failure> failure = Check.failure(program, weaving);
        if (failure.isEmpty()) {
            write(program, weaving, folder);
            return head + "passes here; source and classes are in " + folder;
        }
        Program small = shrink(program, weaving);
        Failure smallFailure = Check.failure(small, weaving).orElseThrow();
        write(small, weaving, folder);
        return head + small.source() + "fails: " + smallFailure.mode() + "\nexpected:\n" + smallFailure.expected()
                + "\nactual:\n" + smallFailure.actual() + "\nsource and classes are in " + folder;
    }

    static Program shrink(Program program, Weaving weaving) {
        return program.with(Shrinker.shrink(program.file(), file -> fails(program.with(file), weaving)));
    }

    private static boolean fails(Program program, Weaving weaving) {
        try {
            return Check.failure(program, weaving).isPresent();
        } catch (InvalidSource | LinkageError e) {
            return false; // no Java, or the blocking twin does not load
        }
    }

    private static void write(Program program, Weaving weaving, Path folder) throws IOException, InvalidSource {
        Map<String, byte[]> classes = ProgramCompiler.compile(
                Map.of(program.className(), program.source()), program.release(), program.debug());
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("P.java"), program.source());
        write(folder.resolve("unwoven"), classes);
        try {
            write(folder.resolve("woven"), Check.weave(classes, weaving));
        } catch (RuntimeException e) {
            Files.writeString(folder.resolve("not-woven.txt"), String.valueOf(e));
        }
    }

    private static void write(Path folder, Map<String, byte[]> classes) throws IOException {
        for (Map.Entry<String, byte[]> each : classes.entrySet()) {
            Path file = folder.resolve(each.getKey().replace('.', '/') + ".class");
            Files.createDirectories(file.getParent());
            Files.write(file, each.getValue());
        }
    }
}
