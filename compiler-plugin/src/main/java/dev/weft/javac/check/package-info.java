// SPDX-License-Identifier: Apache-2.0
/**
 * The rules for sources: one class each, named as its diagnostic, and package-private. The front door is {@link
 * dev.weft.javac.check.Checks}, which runs them; only the compiler plugin may depend on it. What rules share about flow and about
 * sources has a package of its own below.
 */
@NullMarked
package dev.weft.javac.check;

import org.jspecify.annotations.NullMarked;
