// SPDX-License-Identifier: Apache-2.0
/**
 * What users write against: {@link dev.weft.Weft}, the front door, {@link dev.weft.Async}, and the types of tasks,
 * awaitables and loops. Uses {@code dev.weft.internal} from factories only.
 */
@NullMarked
package dev.weft;

import org.jspecify.annotations.NullMarked;
