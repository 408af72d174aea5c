// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.kotlin

import kotlin.coroutines.Continuation
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext
import kotlin.coroutines.startCoroutine

/** A coroutine without a dispatcher and without a job: the cheapest that Kotlin has. Runs to its first suspension at once. */
class Started<T>(block: suspend () -> T) : Continuation<T> {
    override val context: CoroutineContext
        get() = EmptyCoroutineContext

    private var outcome: Result<T>? = null

    init {
        block.startCoroutine(this)
    }

    override fun resumeWith(result: Result<T>) {
        outcome = result
    }

    /** What it returned; throws if it has not ended. */
    fun result(): T = checkNotNull(outcome) { "has not ended" }.getOrThrow()
}
