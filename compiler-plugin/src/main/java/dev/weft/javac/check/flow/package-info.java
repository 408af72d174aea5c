// SPDX-License-Identifier: Apache-2.0
/**
 * The ways through a method, for rules about the order in which things happen. A rule extends {@link dev.weft.javac.check.flow.Flow} and
 * says what each step makes certain, as {@link dev.weft.javac.check.flow.Facts}. For the rules only; uses nothing of Weft, and knows
 * nothing of awaits.
 */
@NullMarked
package dev.weft.javac.check.flow;

import org.jspecify.annotations.NullMarked;
