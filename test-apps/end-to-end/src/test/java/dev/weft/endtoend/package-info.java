// SPDX-License-Identifier: Apache-2.0
/** Runs programs with the built jars, each in a JVM of its own, on every JDK at hand. */
@NullMarked
package dev.weft.endtoend;

import org.jspecify.annotations.NullMarked;
