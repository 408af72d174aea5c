// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * A program that only needs to be run.
 *
 * @param seed its seed
 * @param release its Java version
 * @param expected the events of the blocking run
 * @param classes its classes as javac made them
 * @param woven its woven classes with their frame classes
 */
record Prepared(long seed, int release, String expected, Map<String, byte[]> classes, Map<String, byte[]> woven) {
    void write(DataOutputStream out) throws IOException {
        out.writeLong(seed);
        out.writeInt(release);
        out.writeInt(expected.length());
        out.writeChars(expected); // an encoding would lose half a surrogate pair
        write(out, classes);
        write(out, woven);
    }

    static Prepared read(DataInputStream in) throws IOException {
        long seed = in.readLong();
        int release = in.readInt();
        String expected = readText(in);
        return new Prepared(seed, release, expected, readClasses(in), readClasses(in));
    }

    private static String readText(DataInputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int left = in.readInt(); left > 0; left--) {
            text.append(in.readChar());
        }
        return text.toString();
    }

    private static void write(DataOutputStream out, Map<String, byte[]> classes) throws IOException {
        out.writeInt(classes.size());
        for (Map.Entry<String, byte[]> each : classes.entrySet()) {
            out.writeUTF(each.getKey());
            write(out, each.getValue());
        }
    }

    private static Map<String, byte[]> readClasses(DataInputStream in) throws IOException {
        Map<String, byte[]> classes = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            classes.put(in.readUTF(), in.readNBytes(in.readInt()));
        }
        return classes;
    }

    private static void write(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
