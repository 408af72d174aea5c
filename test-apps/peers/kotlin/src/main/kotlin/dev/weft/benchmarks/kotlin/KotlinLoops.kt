// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.kotlin

import dev.weft.benchmarks.work.Cell
import dev.weft.benchmarks.work.PeerLoop
import dev.weft.benchmarks.work.Source
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.async

/** Loops of so many turns that call a suspend function in each. */
object KotlinLoops {
    /** Of a function that returns without suspending. */
    @JvmStatic
    fun ready(cell: Cell, turns: Int): Cell = Started { addAll(cell, turns) }.result()

    private suspend fun addAll(cell: Cell, turns: Int): Cell {
        var result = cell
        for (i in 0 until turns) {
            result = add(result, i)
        }
        return result
    }

    @Suppress("RedundantSuspendModifier") // that it does not suspend is what is measured
    private suspend fun add(cell: Cell, operand: Int): Cell = cell.add(operand)

    /** Of a [RawReader]. */
    @JvmStatic
    fun raw(source: Source, turns: Int): Started<Int> {
        val reader = RawReader(source)
        return Started { total(reader, turns) }
    }

    private suspend fun total(reader: RawReader, turns: Int): Int {
        var total = 0
        for (i in 0 until turns) {
            total += reader.read()
        }
        return total
    }

    /** Of a [SafeReader]. */
    @JvmStatic
    fun safe(source: Source, turns: Int): Started<Int> {
        val reader = SafeReader(source)
        return Started { total(reader, turns) }
    }

    private suspend fun total(reader: SafeReader, turns: Int): Int {
        var total = 0
        for (i in 0 until turns) {
            total += reader.read()
        }
        return total
    }

    /** Of a [CancellableReader], in a coroutine without a job: it could be cancelled, but nobody holds it. */
    @JvmStatic
    fun cancellable(source: Source, turns: Int): Started<Int> {
        val reader = CancellableReader(source)
        return Started { total(reader, turns) }
    }

    /** Of a [CancellableReader], in a coroutine that can be cancelled, and that its dispatcher resumes through the loop. */
    @JvmStatic
    fun async(loop: PeerLoop, source: Source, turns: Int): Deferred<Int> {
        val reader = CancellableReader(source)
        return CoroutineScope(loop.asCoroutineDispatcher()).async { total(reader, turns) }
    }

    private suspend fun total(reader: CancellableReader, turns: Int): Int {
        var total = 0
        for (i in 0 until turns) {
            total += reader.read()
        }
        return total
    }

    /** What it returned; throws if it has not ended. */
    @JvmStatic
    @OptIn(ExperimentalCoroutinesApi::class)
    fun result(deferred: Deferred<Int>): Int = deferred.getCompleted()
}
