// SPDX-License-Identifier: Apache-2.0
/**
 * Async call stacks, and the stack traces of exceptions that are completed with them: {@link dev.weft.internal.stack.CallStacks} is the
 * front door. What it asks of a task is {@link dev.weft.internal.stack.TracedCoroutine}. For {@code dev.weft.internal}, whose tasks it
 * knows only by that. Uses {@code dev.weft} and {@code dev.weft.abi}.
 */
@NullMarked
package dev.weft.internal.stack;

import org.jspecify.annotations.NullMarked;
