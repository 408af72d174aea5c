// SPDX-License-Identifier: Apache-2.0
package dev.weft.file;

import dev.weft.CallableOp;
import dev.weft.EventLoop;
import dev.weft.Waiter;
import dev.weft.spi.LoopThread;
import dev.weft.spi.Reports;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The opening of a file, which belongs to the loop that awaits it. One that nobody gets is closed. */
final class Opening extends FileCall<AsyncFile> {
    private final Job opening;

    private Opening(Path path, Job opening) {
        super("open", path, opening);
        this.opening = opening;
    }

    static Opening of(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) {
        return new Opening(path, new Job(path, Set.copyOf(options), attributes.clone()));
    }

    @Override
    protected void begin(Waiter waiter) {
        opening.loop = LoopThread.current("AsyncFile.open(...)");
        super.begin(waiter);
    }

    @Override
    public void discard(AsyncFile unclaimed) {
        try {
            unclaimed.close();
        } catch (IOException failed) {
            Reports.warning("closing " + unclaimed + " failed, which nobody got", failed);
        }
    }

    private static final class Job implements CallableOp<AsyncFile, IOException> {
        private final Path path;
        private final Set<? extends OpenOption> options;
        private final FileAttribute<?>[] attributes;
        private @Nullable EventLoop loop;

        Job(Path path, Set<? extends OpenOption> options, FileAttribute<?>[] attributes) {
            this.path = path;
            this.options = options;
            this.attributes = attributes;
        }

        @Override
        public AsyncFile call() throws IOException {
            FileChannel channel = FileErrors.naming(path, () -> FileChannel.open(path, options, attributes));
            try {
                boolean appends = options.contains(StandardOpenOption.APPEND);
                return new AsyncFile(new OpenFile(Objects.requireNonNull(loop), path, channel, appends));
            } catch (Throwable refused) { // the loop is closed
                channel.close();
                throw refused;
            }
        }
    }
}
