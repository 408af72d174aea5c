// SPDX-License-Identifier: Apache-2.0
/** The rules for sources: one class each, named as its diagnostic. {@link dev.weft.javac.check.Checks} runs them. */
@NullMarked
package dev.weft.javac.check;

import org.jspecify.annotations.NullMarked;
