// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof.heap;

/**
 * A field that a class declares.
 *
 * @param name its name
 * @param type the number of its type
 * @param offset where its value is: in the values of an object, or, of a static, in the file
 */
record HeapField(String name, int type, long offset) {}
