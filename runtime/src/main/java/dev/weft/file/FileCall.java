// SPDX-License-Identifier: Apache-2.0
package dev.weft.file;

import dev.weft.CallableOp;
import dev.weft.EventLoop;
import dev.weft.WaitDescription;
import dev.weft.internal.BlockingCall;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One operation on a file, on the thread of a pool. Where its channel is its own, a cancellation interrupts it; that of an open file,
 * which others use, the interrupt would close (decision 57), so there the operation is waited for.
 *
 * @param <T> what it gives
 */
class FileCall<T> extends BlockingCall<T> {
    private final @Nullable EventLoop loop;
    private final String action;
    private final String path;
    private final boolean interruptible;
    private final Consumer<? super T> discarding;

    private FileCall(
            @Nullable EventLoop loop,
            String action,
            Path path,
            boolean interruptible,
            CallableOp<T, ?> call,
            Consumer<? super T> discarding) {
        super(null, call);
        this.loop = loop;
        this.action = action;
        this.path = path.toString();
        this.interruptible = interruptible;
        this.discarding = discarding;
    }

    /** For what has to make its value on the thread that awaits it. */
    FileCall(String action, Path path, CallableOp<T, ?> call) {
        this(null, action, path, false, call, nobody -> {});
    }

    /** What an open file does, which an interrupt would close. */
    static <T> FileCall<T> on(OpenFile file, String action, OpenFile.Use<T> use) {
        return new FileCall<>(file.loop, action, file.path, false, () -> file.use(use), nobody -> {});
    }

    /** What has a channel of its own, or none. */
    static <T> FileCall<T> of(String action, Path path, CallableOp<T, IOException> call) {
        return of(action, path, call, nobody -> {});
    }

    /** What gives something that has to be given back when nobody gets it. */
    static <T> FileCall<T> of(
            String action, Path path, CallableOp<T, IOException> call, Consumer<? super T> discarding) {
        return new FileCall<>(null, action, path, true, () -> FileErrors.naming(path, call), discarding);
    }

    @Override
    protected final boolean isInterruptible() {
        return interruptible;
    }

    @Override
    public void discard(T unclaimed) {
        discarding.accept(unclaimed);
    }

    @Override
    protected final String operation() {
        return action + "(...) of file " + path;
    }

    @Override
    public final WaitDescription describe() {
        return describe("file", action + ' ' + path);
    }

    @Override
    public final @Nullable EventLoop loop() {
        return loop;
    }
}
