// SPDX-License-Identifier: Apache-2.0
/**
 * What javac starts: {@link dev.weft.javac.WeftPlugin} checks sources, {@link dev.weft.javac.WeftProcessor} has class files woven as
 * soon as javac has written them. Both use only what jdk.compiler exports, so no build needs flags for it.
 */
@NullMarked
package dev.weft.javac;

import org.jspecify.annotations.NullMarked;
