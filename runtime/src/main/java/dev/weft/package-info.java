// SPDX-License-Identifier: Apache-2.0
/**
 * What users write against: {@link dev.weft.Weft}, the front door, {@link dev.weft.Async}, and the types of tasks,
 * awaitables and loops. Everybody may use it. One class of it, {@code Engine}, uses the other packages of the runtime; no other file does.
 */
@NullMarked
package dev.weft;

import org.jspecify.annotations.NullMarked;
