// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof.heap;

/** The numbers by which HPROF names types, and the sizes of their values. */
final class Type {
    static final int OBJECT = 2;
    static final int BOOLEAN = 4;
    static final int CHAR = 5;
    static final int FLOAT = 6;
    static final int DOUBLE = 7;
    static final int BYTE = 8;
    static final int SHORT = 9;
    static final int INT = 10;
    static final int LONG = 11;

    private Type() {}

    /** The size of a value; 0 for a number that names no type. */
    static int size(int type, int idSize) {
        return switch (type) {
            case OBJECT -> idSize;
            case BOOLEAN, BYTE -> 1;
            case CHAR, SHORT -> 2;
            case FLOAT, INT -> 4;
            case DOUBLE, LONG -> 8;
            default -> 0;
        };
    }
}
