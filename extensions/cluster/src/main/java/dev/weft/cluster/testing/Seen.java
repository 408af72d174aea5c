// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster.testing;

import dev.weft.cluster.transport.View;
import java.util.List;

/**
 * A view.
 *
 * @param number its place among all that the cluster ever had: none is seen after a later one
 * @param members who is there
 */
record Seen(long number, List<MemoryTransport> members) {
    View view() {
        return new View(
                "v" + number, members.stream().map(MemoryTransport::self).toList());
    }
}
