// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.support.Document;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleTest {
    @Test
    void theDecisionHasARowForEachRule() {
        List<String> rows = Document.at("docs/decisions/0034-asyncio-is-a-judge.md")
                .text()
                .lines()
                .filter(line -> line.matches("\\| [A-Z_]+ \\| .*"))
                .map(line -> line.split(" ", 3)[1])
                .toList();
        assertEquals(Arrays.stream(Rule.values()).map(Rule::name).toList(), rows);
    }
}
