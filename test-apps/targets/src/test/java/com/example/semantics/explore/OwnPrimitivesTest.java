// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each of Weft's own primitives passes in all orders of a small program, and the page says how many there are. */
@Timeout(600)
class OwnPrimitivesTest {
    /** The numbers that are counted again in each run. */
    private static final int MOST_COUNTED = 700;

    @ParameterizedTest
    @EnumSource(OwnProgram.class)
    void passesInAllOrdersOfWhichThePageHasTheNumber(OwnProgram program) throws IOException {
        List<String> said = TablesPage.row(program.title()).orElse(List.of());
        List<String> counted = new ArrayList<>(List.of(program.title()));
        for (int column = 1; column <= OwnProgram.SIZES.size(); column++) {
            boolean counts = TablesPage.isFull() || isSmall(said.get(column));
            counted.add(counts ? program.orders(OwnProgram.SIZES.get(column - 1)) : said.get(column));
        }
        if (TablesPage.isWritten()) {
            TablesPage.write(counted);
        } else {
            assertEquals(said, counted);
        }
    }

    private static boolean isSmall(String number) {
        return !number.equals("–") && Integer.parseInt(number.replace(",", "")) <= MOST_COUNTED;
    }
}
