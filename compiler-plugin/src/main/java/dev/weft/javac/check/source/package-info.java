// SPDX-License-Identifier: Apache-2.0
/**
 * Questions that rules ask of a source, in the words of Weft: what awaits, what is a task, which code an await belongs to. The front
 * door is {@link dev.weft.javac.check.source.Source}, one for each compilation. For the rules and for what runs them; uses nothing
 * of Weft but its names.
 */
@NullMarked
package dev.weft.javac.check.source;

import org.jspecify.annotations.NullMarked;
