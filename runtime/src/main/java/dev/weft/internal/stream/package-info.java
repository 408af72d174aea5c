// SPDX-License-Identifier: Apache-2.0
/**
 * The operators of {@link dev.weft.AsyncGenerator}, and its bridge to {@link java.util.concurrent.Flow}. Made by {@code dev.weft} alone.
 * Those that only look at each element are frames, and run in the coroutine of who consumes them ({@link
 * dev.weft.internal.stream.Operator}); those that work ahead have tasks of their own ({@link dev.weft.internal.stream.Ahead}).
 */
@NullMarked
package dev.weft.internal.stream;

import org.jspecify.annotations.NullMarked;
