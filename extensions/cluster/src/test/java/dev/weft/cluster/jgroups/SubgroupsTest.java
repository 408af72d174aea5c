// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster.jgroups;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.jgroups.Address;
import org.jgroups.MergeView;
import org.jgroups.View;
import org.jgroups.ViewId;
import org.jgroups.util.UUID;
import org.junit.jupiter.api.Test;

class SubgroupsTest {
    private final Address a = UUID.randomUUID();
    private final Address b = UUID.randomUUID();
    private final Address c = UUID.randomUUID();

    private static View view(Address creator, long id, Address... members) {
        return View.create(creator, id, members);
    }

    private MergeView merged(View... groups) {
        return new MergeView(new ViewId(c, 8), List.of(c, a, b), List.of(groups));
    }

    @Test
    void aMemberThatWasStoppedWasAloneThoughItsViewHasTheOthers() {
        MergeView merged = merged(view(a, 7, a, b), view(a, 6, a, b, c));
        assertEquals(List.of(c), Subgroups.with(c, merged));
        assertEquals(List.of(a, b), Subgroups.with(a, merged));
        assertEquals(List.of(a, b), Subgroups.with(b, merged));
    }

    @Test
    void bothSidesOfAPartitionWereByThemselves() {
        MergeView merged = merged(view(a, 7, a, b), view(c, 7, c));
        assertEquals(List.of(c), Subgroups.with(c, merged));
        assertEquals(List.of(a, b), Subgroups.with(b, merged));
    }

    @Test
    void aMemberOfNoGroupWasAlone() {
        assertEquals(List.of(c), Subgroups.with(c, merged(view(a, 7, a, b))));
    }
}
