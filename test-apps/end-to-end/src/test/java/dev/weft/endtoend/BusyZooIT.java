// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static dev.weft.endtoend.OpenZoo.line;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is seen from outside of loops that have too much to do. */
class BusyZooIT {
    private static final String LOOKS = "dev.weft.endtoend.Look#all";

    @ParameterizedTest
    @MethodSource(LOOKS)
    void aLoopThatNeverComesBackSaysWhere(Look look) throws Exception {
        try (OpenZoo zoo = new OpenZoo(look, List.of(), "spinning,sleepers")) {
            String tree = zoo.answer("tree");
            assertTrue(
                    Pattern.compile("on thread spinning-loop  BLOCKED")
                            .matcher(tree)
                            .find(),
                    tree);
            assertTrue(tree.contains("SpinningLoop.scan(" + line("SpinningLoop", "rounds = rounds + 1")), tree);
            assertTrue(tree.contains("(" + line("SpinningLoop", "await(scan())") + ")"), tree);
            assertTrue(tree.contains(" sleeper-1  SUSPENDED "), tree);
        }
    }
}
