// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.mutated;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damage done to bytes, with no more knowledge of class files than where the constants are (JVMS 4.4). */
enum ByteDamage {
    /** A few bytes anywhere get other values. */
    FLIPPED("bytes flipped") {
        @Override
        byte[] apply(byte[] file, Random random) {
            for (int i = random.nextInt(4); i >= 0; i--) {
                file[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
            }
            return file;
        }
    },
    /** The end is missing. */
    TRUNCATED("truncated") {
        @Override
        byte[] apply(byte[] file, Random random) {
            return Arrays.copyOf(file, random.nextInt(file.length));
        }
    },
    /** A piece of the file stands over another piece. */
    COPIED("ranges copied") {
        @Override
        byte[] apply(byte[] file, Random random) {
            int length = 1 + random.nextInt(Math.min(16, file.length - 1));
            int from = random.nextInt(file.length - length);
            System.arraycopy(file, from, file, random.nextInt(file.length - length), length);
            return file;
        }
    },
    /** Constants refer to other constants. */
    POOL_INDICES("constant pool indices changed") {
        @Override
        byte[] apply(byte[] file, Random random) {
            List<Integer> references = references(file);
            for (int i = random.nextInt(2); i >= 0; i--) {
                int one = references.get(random.nextInt(references.size()));
                int other = references.get(random.nextInt(references.size()));
                file[one] = file[other];
                file[one + 1] = file[other + 1];
            }
            return file;
        }
    },
    /** An index or a length, a small number of two bytes behind the constants, is another one. */
    SMALL_NUMBERS("indices and lengths changed") {
        @Override
        byte[] apply(byte[] file, Random random) {
            int begin = endOfPool(file);
            for (int tries = 0; tries < 1000; tries++) {
                int at = begin + random.nextInt(file.length - begin - 1);
                if (file[at] == 0) {
                    file[at + 1] += (byte) (random.nextBoolean() ? 1 : -1 - random.nextInt(9));
                    return file;
                }
            }
            return file;
        }
    };

    private static final int FIRST_CONSTANT = 10;

    private final String text;

    ByteDamage(String text) {
        this.text = text;
    }

    /** The name in the table. */
    String text() {
        return text;
    }

    /** Damages a copy that nobody else has. */
    abstract byte[] apply(byte[] file, Random random);

    /** The offsets in the constant pool at which an index stands. */
    private static List<Integer> references(byte[] file) {
        List<Integer> found = new ArrayList<>();
        int offset = FIRST_CONSTANT;
        for (int i = 1; i < count(file); i++) {
            int tag = file[offset];
            for (int reference : referencesIn(tag)) {
                found.add(offset + reference);
            }
            offset += sizeOf(file, offset);
            i += isWide(tag) ? 1 : 0;
        }
        return found;
    }

    private static int[] referencesIn(int tag) {
        return switch (tag) {
            case 7, 8, 16, 19, 20 -> new int[] {1};
            case 15 -> new int[] {2};
            case 9, 10, 11, 12 -> new int[] {1, 3};
            case 17, 18 -> new int[] {3};
            default -> new int[0];
        };
    }

    private static int endOfPool(byte[] file) {
        int offset = FIRST_CONSTANT;
        for (int i = 1; i < count(file); i++) {
            int tag = file[offset];
            offset += sizeOf(file, offset);
            i += isWide(tag) ? 1 : 0;
        }
        return offset;
    }

    private static int sizeOf(byte[] file, int offset) {
        return switch (file[offset]) {
            case 1 -> 3 + u2(file, offset + 1);
            case 7, 8, 16, 19, 20 -> 3;
            case 15 -> 4;
            case 5, 6 -> 9;
            default -> 5;
        };
    }

    private static boolean isWide(int tag) {
        return tag == 5 || tag == 6;
    }

    private static int count(byte[] file) {
        return u2(file, FIRST_CONSTANT - 2);
    }

    private static int u2(byte[] file, int offset) {
        return (file[offset] & 0xFF) << 8 | (file[offset + 1] & 0xFF);
    }
}
