// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * A program that only needs to be run.
 *
 * @param seed its seed
 * @param release its Java version
 * @param expected the events of the blocking run
 * @param classes its woven classes with their frame classes
 */
record Prepared(long seed, int release, String expected, Map<String, byte[]> classes) {
    void write(DataOutputStream out) throws IOException {
        out.writeLong(seed);
        out.writeInt(release);
        write(out, expected.getBytes(StandardCharsets.UTF_8));
        out.writeInt(classes.size());
        for (Map.Entry<String, byte[]> each : classes.entrySet()) {
            out.writeUTF(each.getKey());
            write(out, each.getValue());
        }
    }

    static Prepared read(DataInputStream in) throws IOException {
        long seed = in.readLong();
        int release = in.readInt();
        String expected = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
        Map<String, byte[]> classes = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            classes.put(in.readUTF(), in.readNBytes(in.readInt()));
        }
        return new Prepared(seed, release, expected, classes);
    }

    private static void write(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
