// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.mutated;

import dev.weft.Weft;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Loads mutants that a JVM takes unwoven, in a JVM with the agent: {@code AgentRun FOLDER JARS…}. It prints {@code failed SEED
 * REASON}, {@code woven NUMBER} and {@code end}.
 */
final class AgentRun {
    private AgentRun() {}

    public static void main(String[] args) throws Exception {
        Mutator mutator = new Mutator(new Corpus(Arrays.asList(args).subList(1, args.length)));
        List<String> seeds = Files.readAllLines(Path.of(args[0], MutantRun.VERIFIED));
        int woven = 0;
        for (String seed : seeds) {
            Mutant mutant = mutator.mutant(Long.parseLong(seed));
            Loader loader = new Loader();
            String problem = loader.link(mutant.name(), mutant.classFile());
            if (problem != null) {
                System.out.printf("failed\t%s\t%s%n", seed, problem.replace('\n', ' '));
            } else if (Weft.isWoven(loader.defined(mutant.name()))) {
                woven++;
            }
        }
        System.out.printf("woven\t%d%nend%n", woven);
        System.exit(0);
    }
}
