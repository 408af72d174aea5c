// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof.heap;

import java.util.Arrays;

/** A map from ids to numbers that are not 0, in two arrays: a dump has a million names. The id 0 is nobody's. */
final class LongMap {
    private static final int CAPACITY = 1024;
    private static final long SPREAD = 0x9e37_79b9_7f4a_7c15L;

    private long[] keys = new long[CAPACITY];
    private long[] values = new long[CAPACITY];
    private int size;

    void put(long key, long value) {
        if (2 * (size + 1) > keys.length) {
            grow();
        }
        int place = place(key);
        if (keys[place] == 0) {
            keys[place] = key;
            size++;
        }
        values[place] = value;
    }

    /** The number of an id; 0 if there is none. */
    long get(long key) {
        return key == 0 ? 0 : values[place(key)];
    }

    /** Where the key is, or would be. */
    private int place(long key) {
        int mask = keys.length - 1;
        int place = (int) ((key * SPREAD) >>> 32) & mask;
        while (keys[place] != key && keys[place] != 0) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldValues = values;
        keys = new long[2 * oldKeys.length];
        values = new long[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                int place = place(oldKeys[i]);
                keys[place] = oldKeys[i];
                values[place] = oldValues[i];
            }
        }
    }

    /** All ids, in order. */
    long[] keys() {
        return Arrays.stream(keys).filter(key -> key != 0).sorted().toArray();
    }
}
