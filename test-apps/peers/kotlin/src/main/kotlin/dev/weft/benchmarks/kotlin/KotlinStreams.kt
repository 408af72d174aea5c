// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.kotlin

import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.filter
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.yield

/** Numbers below 128, for which the JVM keeps the objects, as a sequence and as flows, summed on the thread that calls. */
object KotlinStreams {
    private fun sequenceOf(count: Int): Sequence<Int> = sequence {
        for (i in 0 until count) {
            yield(i and 127)
        }
    }

    private fun flowOf(count: Int): Flow<Int> = flow {
        for (i in 0 until count) {
            emit(i and 127)
        }
    }

    private fun yieldingFlowOf(count: Int): Flow<Int> = flow {
        for (i in 0 until count) {
            yield()
            emit(i and 127)
        }
    }

    private fun sum(numbers: Flow<Int>): Int = runBlocking {
        var sum = 0
        numbers.collect { sum += it }
        sum
    }

    /** Steps of a sequence. */
    @JvmStatic
    fun sequence(count: Int): Int {
        var sum = 0
        for (i in sequenceOf(count)) {
            sum += i
        }
        return sum
    }

    /** The same over three operators. */
    @JvmStatic
    fun sequenceOperators(count: Int): Int {
        var sum = 0
        for (i in sequenceOf(count).map { it + 1 and 127 }.filter { it >= 0 }.take(count)) {
            sum += i
        }
        return sum
    }

    /** Elements of a flow, which calls its collector. */
    @JvmStatic
    fun flow(count: Int): Int = sum(flowOf(count))

    /** The same over three operators. */
    @JvmStatic
    fun flowOperators(count: Int): Int = sum(flowOf(count).map { it + 1 and 127 }.filter { it >= 0 }.take(count))

    /** Elements of a flow that gives way before each. */
    @JvmStatic
    fun flowYielding(count: Int): Int = sum(yieldingFlowOf(count))

    /** Elements that another coroutine makes ahead. */
    @JvmStatic
    fun flowBuffer(count: Int, size: Int): Int = sum(flowOf(count).buffer(size))
}
