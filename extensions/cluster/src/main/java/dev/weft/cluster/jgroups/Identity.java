// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster.jgroups;

import dev.weft.cluster.transport.Peer;
import java.nio.charset.StandardCharsets;
import org.jgroups.Address;
import org.jgroups.util.ExtendedUUID;
import org.jgroups.util.UUID;

/** The name and the place of a node, which its address of JGroups carries: so whoever sees a member in a view knows both. */
final class Identity {
    private static final String NAME = "n";
    private static final String PLACE = "p";

    /** The longest text that an address carries, in bytes. */
    static final int LONGEST = 100;

    private Identity() {}

    static Address of(String name, String place) {
        return ExtendedUUID.randomUUID(name).put(NAME, bytes(name)).put(PLACE, bytes(place));
    }

    private static byte[] bytes(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > LONGEST) {
            throw new IllegalArgumentException("A name of a node has " + LONGEST + " bytes at most, and this one has "
                    + bytes.length + ": " + text);
        }
        return bytes;
    }

    static Peer peer(Address address) {
        String id = address instanceof UUID uuid ? uuid.toStringLong() : address.toString();
        return address instanceof ExtendedUUID own
                ? new Peer(id, text(own, NAME, id), text(own, PLACE, "nowhere"))
                : new Peer(id, id, "nowhere");
    }

    private static String text(ExtendedUUID address, String key, String otherwise) {
        byte[] bytes = address.get(key);
        return bytes == null ? otherwise : new String(bytes, StandardCharsets.UTF_8);
    }
}
