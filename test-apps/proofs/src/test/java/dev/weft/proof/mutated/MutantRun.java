// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.mutated;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tries the mutants of a range of seeds, in a JVM that verifies everything: {@code MutantRun FROM TO FOLDER JARS…}. It prints
 * {@code inputs NUMBER}, {@code count MUTATION VERDICT NUMBER}, {@code refused DIAGNOSTIC NUMBER}, {@code failed SEED MUTATION:
 * REASON} and {@code end}, with tabs between them. A mutant that failed, or a range of one seed, leaves its class file in the
 * folder; the seeds of those that were verified are in its file {@code verified}.
 */
final class MutantRun {
    static final String VERIFIED = "verified";

    private final Map<String, Integer> counts = new TreeMap<>();
    private final List<String> verified = new ArrayList<>();
    private final Path folder;
    private volatile long seed;

    private MutantRun(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] args) throws Exception {
        Corpus corpus = new Corpus(Arrays.asList(args).subList(3, args.length));
        MutantRun run = new MutantRun(Path.of(args[2]));
        System.out.printf("inputs\t%d%n", corpus.size());
        run.tryAll(new Mutator(corpus), Long.parseLong(args[0]), Long.parseLong(args[1]));
        run.counts.forEach((what, number) -> System.out.printf("%s\t%d%n", what, number));
        Files.write(run.folder.resolve(VERIFIED), run.verified);
        System.out.println("end");
        System.exit(0);
    }

    private void tryAll(Mutator mutator, long from, long to) throws Exception {
        Thread watch = new Thread(new Watch(Thread.currentThread(), () -> seed), "watch");
        watch.setDaemon(true);
        watch.start();
        for (long next = from; next < to; next++) {
            seed = next;
            Mutant mutant = mutator.mutant(next);
            Trial trial = Trial.of(mutant);
            count("count\t" + mutant.mutation() + "\t" + trial.verdict());
            if (trial.verdict() == Trial.Verdict.FAILED) {
                System.out.printf(
                        "failed\t%d\t%s: %s%n",
                        next, mutant.mutation(), trial.reasons().get(0).replace('\n', ' '));
            } else {
                trial.reasons().forEach(reason -> count("refused\t" + reason));
            }
            if (trial.verdict() == Trial.Verdict.VERIFIED) {
                verified.add(Long.toString(next));
            }
            if (trial.verdict() == Trial.Verdict.FAILED || to - from == 1) {
                leave(mutant);
            }
        }
    }

    private void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    private void leave(Mutant mutant) throws IOException {
        Files.write(folder.resolve(mutant.seed() + ".class"), mutant.classFile());
    }
}
