// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.support.CancelSafety;
import java.util.List;
import org.junit.jupiter.api.Test;

class CancelSafetyTest {
    @Test
    void eachOperationSaysWhetherItIsCancelSafeAndSoDoesItsComment() throws Exception {
        assertEquals(List.of(), CancelSafety.complaints());
    }
}
