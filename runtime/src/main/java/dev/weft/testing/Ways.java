// SPDX-License-Identifier: Apache-2.0
package dev.weft.testing;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** How the ways between hosts are, and which of them are cut. Loop thread only. */
final class Ways {
    private Link link = Link.normal();
    private final Map<Way, Link> own = new HashMap<>();
    private final Set<Way> cut = new HashSet<>();
    private final Set<String> isolated = new HashSet<>();

    /** One direction between two hosts. */
    private record Way(String from, String to) {}

    void link(Link next) {
        link = next;
    }

    void link(String from, String to, Link next) {
        own.put(new Way(from, to), next);
    }

    Link linkOf(String from, String to) {
        return own.isEmpty() ? link : own.getOrDefault(new Way(from, to), link);
    }

    void cut(String from, String to) {
        cut.add(new Way(from, to));
    }

    void isolate(String host) {
        isolated.add(host);
    }

    void heal(String one, String another) {
        cut.remove(new Way(one, another));
        cut.remove(new Way(another, one));
    }

    void heal() {
        cut.clear();
        isolated.clear();
    }

    /** A host reaches itself, isolated or not. */
    boolean isCut(String from, String to) {
        boolean apart = !isolated.isEmpty() && (isolated.contains(from) || isolated.contains(to));
        return (apart && !from.equals(to)) || (!cut.isEmpty() && cut.contains(new Way(from, to)));
    }
}
