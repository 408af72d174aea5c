// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.CountDownLatch;

/** A file on a disk so slow that a test decides when it is sent. It can do nothing else. */
final class HeldFile extends FileChannel {
    /** Somebody sends. */
    final CountDownLatch begun = new CountDownLatch(1);

    /** It may go on. */
    final CountDownLatch released = new CountDownLatch(1);

    /** Whether what it is sent to was open to the end. */
    volatile boolean wasOpen;

    /** It has gone on. */
    final CountDownLatch ended = new CountDownLatch(1);

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
        begun.countDown();
        try {
            released.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        wasOpen = ((Channel) target).isOpen();
        ended.countDown();
        return count;
    }

    @Override
    public long size() {
        return Long.MAX_VALUE;
    }

    @Override
    protected void implCloseChannel() {}

    private static UnsupportedOperationException unused() {
        return new UnsupportedOperationException("nobody asks for it");
    }

    @Override
    public int read(ByteBuffer target) {
        throw unused();
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) {
        throw unused();
    }

    @Override
    public int read(ByteBuffer target, long position) {
        throw unused();
    }

    @Override
    public int write(ByteBuffer source) {
        throw unused();
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        throw unused();
    }

    @Override
    public int write(ByteBuffer source, long position) {
        throw unused();
    }

    @Override
    public long position() {
        throw unused();
    }

    @Override
    public FileChannel position(long newPosition) {
        throw unused();
    }

    @Override
    public FileChannel truncate(long size) {
        throw unused();
    }

    @Override
    public void force(boolean metaData) {
        throw unused();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw unused();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
        throw unused();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
        throw unused();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
        throw unused();
    }
}
