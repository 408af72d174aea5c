// SPDX-License-Identifier: Apache-2.0
package dev.weft.file;

import dev.weft.CallableOp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Objects;

/** What the JDK says of a failure, with the path where it leaves that out. */
final class FileErrors {
    private FileErrors() {}

    /** Runs what may fail, and has its failure name the path. */
    static <T> T naming(Path path, CallableOp<T, IOException> call) throws IOException {
        try {
            return call.call();
        } catch (UncheckedIOException wrapped) { // of a stream of paths or lines
            throw named(Objects.requireNonNull(wrapped.getCause()), path);
        } catch (IOException failed) {
            throw named(failed, path);
        } catch (NonReadableChannelException unreadable) {
            throw refused(path, "it is not open for reading: open it with StandardOpenOption.READ", unreadable);
        } catch (NonWritableChannelException unwritable) {
            throw refused(path, "it is not open for writing: open it with StandardOpenOption.WRITE", unwritable);
        }
    }

    /** A channel says "No space left on device", and not where. Type and trace stay where the type has room for the path. */
    static IOException named(IOException failed, Path path) {
        if (failed.getClass() != IOException.class) {
            return failed instanceof ClosedChannelException closed ? closed(closed, path) : failed;
        }
        FileSystemException named = new FileSystemException(path.toString(), null, failed.getMessage());
        named.setStackTrace(failed.getStackTrace());
        return named;
    }

    private static ClosedChannelException closed(ClosedChannelException closed, Path path) {
        if (closed.getClass() == ClosedChannelException.class) {
            return new ClosedFileException("file " + path + " is closed");
        }
        return closed.getClass() == AsynchronousCloseException.class
                ? new ClosedMeanwhileException("file " + path + " was closed while an operation ran")
                : closed;
    }

    private static FileSystemException refused(Path path, String reason, RuntimeException cause) {
        FileSystemException refused = new FileSystemException(path.toString(), null, reason);
        refused.initCause(cause);
        return refused;
    }

    /** As its superclass says, with the message that this has no room for. */
    static final class ClosedFileException extends ClosedChannelException {
        private static final long serialVersionUID = 1;

        private final String message;

        ClosedFileException(String message) {
            this.message = message;
        }

        @Override
        public String getMessage() {
            return message;
        }
    }

    /** As its superclass says, with the message that this has no room for. */
    static final class ClosedMeanwhileException extends AsynchronousCloseException {
        private static final long serialVersionUID = 1;

        private final String message;

        ClosedMeanwhileException(String message) {
            this.message = message;
        }

        @Override
        public String getMessage() {
            return message;
        }
    }
}
