// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

/** Keeps the exported package from being empty, which javac refuses; goes with the first real type. */
final class Placeholder {
    private Placeholder() {}
}
