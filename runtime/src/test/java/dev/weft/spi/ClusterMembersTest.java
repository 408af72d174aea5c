// SPDX-License-Identifier: Apache-2.0
package dev.weft.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weft.EventLoop;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ClusterMembersTest {
    private record Member(String node, String address, EventLoop loop) implements ClusterMember {
        @Override
        public List<MemberDump> askOthers(Duration limit) {
            return List.of();
        }
    }

    @Test
    void aNodeIsThereUntilItsRegistrationIsClosedHoweverOften() {
        try (EventLoop loop = EventLoop.simulated(1)) {
            ClusterMember a = new Member("a", "memory", loop);
            ClusterMember equal = new Member("a", "memory", loop);
            ClusterMembers.Registration first = ClusterMembers.register(a);
            ClusterMembers.Registration second = ClusterMembers.register(equal);
            assertEquals(2, ClusterMembers.all().size());
            first.close();
            first.close();
            assertEquals(1, ClusterMembers.all().size());
            second.close();
            assertEquals(List.of(), ClusterMembers.all());
        }
    }

    @Test
    void aTaskThatServesARequestIsCalledByBoth() {
        assertEquals("price for a/17", new ServedRequest("price", new RequestId("a", 17), "1.9").get());
    }

    @Test
    void aMemberGivesEitherADumpOrTheReasonWhyNot() {
        assertThrows(IllegalArgumentException.class, () -> new MemberDump("b", "memory", null, null));
        assertThrows(IllegalArgumentException.class, () -> new MemberDump("b", "memory", "{}", "nothing within 1 s"));
    }
}
