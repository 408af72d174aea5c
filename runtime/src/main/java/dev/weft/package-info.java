// SPDX-License-Identifier: Apache-2.0
/**
 * What users write against: {@link dev.weft.Weft}, the front door, {@link dev.weft.Async}, and the types of tasks,
 * awaitables and loops. Everybody may use it. One class of it, {@code Engine}, makes things of the runtime's other packages; no other file
 * uses them.
 */
@NullMarked
package dev.weft;

import org.jspecify.annotations.NullMarked;
