// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import dev.weft.proof.generated.Check.LeftOut;
import dev.weft.proof.generated.ProgramCompiler.InvalidSource;
import dev.weft.weave.Weaver;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** Generates, compiles and weaves programs, so that JVMs that are slow on purpose only need to run them. */
public final class Prepare {
    private static final int BATCH = 50;

    private Prepare() {}

    /**
     * Takes the file to write, the first seed, how many programs, and the oldest and the newest Java version. The last line is
     * {@code PREPARED programs notCompiled tooLarge}; the last two are left out.
     */
    public static void main(String[] args) throws IOException, InvalidSource {
        int oldest = Integer.parseInt(args[3]);
        int newest = Integer.parseInt(args[4]);
        List<Program> programs = LongStream.iterate(Long.parseLong(args[1]), seed -> seed + 1)
                .filter(seed -> Program.release(seed) >= oldest && Program.release(seed) <= newest)
                .limit(Integer.parseInt(args[2]))
                .mapToObj(Program::of)
                .toList();
        LeftOut leftOut = new LeftOut();
        List<Prepared> all = new ArrayList<>();
        for (List<Program> batch : batches(programs)) {
            all.addAll(Check.prepareAll(batch, Weaver::weave, leftOut));
        }
        // So that who runs only the first of them has some for each Java version.
        all.sort(Comparator.comparingLong(Prepared::seed));
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(Path.of(args[0]))))) {
            out.writeInt(all.size());
            for (Prepared prepared : all) {
                prepared.write(out);
            }
        }
        System.out.println("PREPARED " + programs.size() + " " + leftOut.notCompiled + " " + leftOut.tooLarge);
    }

    private static List<List<Program>> batches(List<Program> programs) {
        Map<String, List<List<Program>>> byOptions = new TreeMap<>();
        for (Program program : programs) {
            List<List<Program>> batches =
                    byOptions.computeIfAbsent(program.release() + program.debug(), options -> new ArrayList<>());
            if (batches.isEmpty() || batches.get(batches.size() - 1).size() == BATCH) {
                batches.add(new ArrayList<>());
            }
            batches.get(batches.size() - 1).add(program);
        }
        return byOptions.values().stream().flatMap(List::stream).toList();
    }
}
