// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.linux;

import java.io.IOException;

class EpollSelectorTest extends SystemSelectorTest {
    @Override
    SystemSelector newSelector() throws IOException {
        return new EpollSelector();
    }
}
