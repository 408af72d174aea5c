// SPDX-License-Identifier: Apache-2.0
/**
 * The contract of woven code: {@link dev.weft.abi.Frame}, the {@link dev.weft.abi.Coroutine} that runs frames, and
 * {@link dev.weft.abi.SourceLocation}. For woven code and the rest of the runtime, not for hand-written code: it changes with
 * {@link dev.weft.abi.Woven#VERSION}. Uses {@code dev.weft} and {@code dev.weft.spi}.
 */
@NullMarked
package dev.weft.abi;

import org.jspecify.annotations.NullMarked;
