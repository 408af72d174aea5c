// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stacks as the JVMs have them, innermost first. */
class BlockingCallsTest {
    private static Optional<String> nameIn(String... methods) {
        return BlockingCalls.in(lines(methods)).map(BlockingCalls.Known::name);
    }

    private static List<StackTraceElement> lines(String... methods) {
        return Arrays.stream(methods)
                .map(method -> new StackTraceElement(
                        method.substring(0, method.lastIndexOf('.')),
                        method.substring(method.lastIndexOf('.') + 1),
                        null,
                        1))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "java.lang.Thread.sleep, Thread.sleep",
        "java.lang.Thread.join, Thread.join",
        "java.lang.Object.wait, Object.wait",
        "java.util.concurrent.CompletableFuture.join, CompletableFuture.join",
        "java.util.concurrent.FutureTask.get, FutureTask.get",
        "java.util.concurrent.locks.ReentrantLock.lock, ReentrantLock.lock",
        "java.util.concurrent.locks.ReentrantReadWriteLock$WriteLock.lock, ReentrantReadWriteLock.lock",
        "java.util.concurrent.LinkedBlockingQueue.take, LinkedBlockingQueue.take",
        "java.util.concurrent.CountDownLatch.await, CountDownLatch.await",
        "java.util.concurrent.Semaphore.acquire, Semaphore.acquire",
        "jdk.internal.net.http.HttpClientImpl.send, HttpClientImpl.send",
        "java.lang.ProcessImpl.waitFor, ProcessImpl.waitFor",
        "org.postgresql.jdbc.PgStatement.executeQuery, PgStatement.executeQuery",
        "com.mysql.cj.jdbc.ClientPreparedStatement.execute, ClientPreparedStatement.execute",
        "java.net.InetAddress.getAllByName, InetAddress.getAllByName",
        "java.net.Socket$SocketInputStream.read, Socket.read",
        "sun.nio.ch.SocketChannelImpl.read, SocketChannelImpl.read",
        "java.io.FileInputStream.read, FileInputStream.read",
        "java.nio.file.Files.readString, Files.readString",
        "java.util.concurrent.locks.LockSupport.park, LockSupport.park",
    })
    void knowsTheCall(String method, String name) {
        assertEquals(Optional.of(name), nameIn("jdk.internal.misc.Unsafe.park", method, "com.example.Shop.buy"));
    }

    @Test
    void namesTheOutermostCallThatTheProgramHasMade() {
        assertEquals(
                Optional.of("CompletableFuture.get"),
                nameIn(
                        "jdk.internal.misc.Unsafe.park",
                        "java.util.concurrent.locks.LockSupport.park",
                        "java.util.concurrent.CompletableFuture$Signaller.block",
                        "java.util.concurrent.CompletableFuture.waitingGet",
                        "java.util.concurrent.CompletableFuture.get",
                        "com.example.Shop.buy"));
    }

    @Test
    void namesTheDriverInPlaceOfTheSocketThatItReads() {
        assertEquals(
                Optional.of("PgConnection.execute"),
                nameIn(
                        "sun.nio.ch.Net.poll",
                        "java.net.Socket$SocketInputStream.read",
                        "org.postgresql.jdbc.PgReader.read",
                        "org.postgresql.jdbc.PgConnection.execute",
                        "com.example.Shop.buy"));
    }

    @Test
    void codeOfTheProgramIsNoneWhateverItHasCalledBefore() {
        assertEquals(Optional.empty(), nameIn("com.example.Shop.count", "java.util.concurrent.CompletableFuture.get"));
        assertEquals(Optional.empty(), nameIn("java.util.HashMap.hash", "com.example.Shop.count"));
    }

    @Test
    void saysWhatToDoInPlaceOfIt() {
        assertEquals(
                Optional.of("Await the future itself: await(future)"),
                BlockingCalls.in(lines("java.util.concurrent.CompletableFuture.get"))
                        .map(BlockingCalls.Known::instead));
    }
}
