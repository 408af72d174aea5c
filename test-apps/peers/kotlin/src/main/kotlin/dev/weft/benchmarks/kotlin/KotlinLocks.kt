// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.kotlin

import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.Semaphore
import kotlinx.coroutines.yield

/** Locks and permits of kotlinx, on the thread that calls. */
object KotlinLocks {
    /** Locks and unlocks so many times, and nobody else does. */
    @JvmStatic
    fun locks(times: Int): Int = runBlocking { locks(Mutex(), times) }

    private suspend fun locks(mutex: Mutex, times: Int): Int {
        for (i in 0 until times) {
            mutex.lock()
            mutex.unlock()
        }
        return times
    }

    /** Acquires and releases so many times, and nobody else does. */
    @JvmStatic
    fun permits(times: Int): Int = runBlocking { permits(Semaphore(1), times) }

    private suspend fun permits(semaphore: Semaphore, times: Int): Int {
        for (i in 0 until times) {
            semaphore.acquire()
            semaphore.release()
        }
        return times
    }

    /** Two that hand a lock to each other so many times each. */
    @JvmStatic
    fun lockHandOver(rounds: Int): Int = runBlocking {
        val mutex = Mutex(locked = true)
        val both = List(2) { launch { locks(mutex, rounds) } }
        yield() // both wait
        mutex.unlock()
        both.joinAll()
        rounds
    }

    /** Two that hand a permit to each other so many times each. */
    @JvmStatic
    fun permitHandOver(rounds: Int): Int = runBlocking {
        val semaphore = Semaphore(1, 1)
        val both = List(2) { launch { permits(semaphore, rounds) } }
        yield() // both wait
        semaphore.release()
        both.joinAll()
        rounds
    }
}
