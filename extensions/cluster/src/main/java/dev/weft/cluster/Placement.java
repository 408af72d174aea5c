// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

/**
 * Places entities by rendezvous hashing: each member has a weight for each entity, and the heaviest owns it. When a member leaves, its
 * entities alone move, evenly to all others; when one joins, it takes an even share of all.
 */
final class Placement {
    private static final long BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private Placement() {}

    /** The same on each JVM, for as long as nodes of different versions are to agree. */
    static long weight(String member, String kind, String id) {
        return mixed(hash(hash(hash(BASIS, member), kind), id)) & Long.MAX_VALUE;
    }

    /** FNV-1a over the chars, with an end that no name has. */
    private static long hash(long seed, String text) {
        long hash = seed;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * PRIME;
        }
        return (hash ^ 0xffff) * PRIME;
    }

    /** The finalizer of MurmurHash3: each bit of the input changes half of the output. */
    private static long mixed(long value) {
        long mixed = value;
        mixed = (mixed ^ (mixed >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
