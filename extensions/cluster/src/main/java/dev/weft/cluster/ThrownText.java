// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was thrown on another node, as text: no class of it has to be on this one.
 *
 * @param type the name of its class
 * @param message its message; empty if it had none
 * @param stack its stack trace, which has the async callers
 * @param cause its cause, or null
 */
record ThrownText(
        String type,
        String message,
        List<StackTraceElement> stack,
        @Nullable ThrownText cause) {
    private static final int MOST_FRAMES = 200;
    private static final int MOST_CAUSES = 8;
    private static final int MOST_CHARS = 10_000;

    static ThrownText of(Throwable thrown) {
        return of(thrown, MOST_CAUSES);
    }

    private static ThrownText of(Throwable thrown, int causes) {
        Throwable cause = causes == 0 ? null : thrown.getCause();
        return new ThrownText(
                thrown.getClass().getName(),
                message(thrown),
                stack(thrown),
                cause == null ? null : of(cause, causes - 1));
    }

    /** The code of the user that tells the message may fail itself. */
    private static String message(Throwable thrown) {
        try {
            String message = thrown.getMessage();
            return message == null
                    ? ""
                    : message.length() > MOST_CHARS ? message.substring(0, MOST_CHARS) + "…" : message;
        } catch (Throwable failed) {
            return "(its message could not be had: " + failed.getClass().getName() + ")";
        }
    }

    /** The lines down to the request: below it stands how this node was started, which says nothing of the failure. */
    private static List<StackTraceElement> stack(Throwable thrown) {
        return Arrays.stream(thrown.getStackTrace())
                .takeWhile(frame -> !frame.getClassName().equals(Served.class.getName()))
                .limit(MOST_FRAMES)
                .toList();
    }

    void writeTo(DataOutputStream out) throws IOException {
        out.writeUTF(type);
        out.writeUTF(message);
        out.writeInt(stack.size());
        for (StackTraceElement frame : stack) {
            out.writeUTF(frame.getClassName());
            out.writeUTF(frame.getMethodName());
            out.writeUTF(frame.getFileName() == null ? "" : frame.getFileName());
            out.writeInt(frame.getLineNumber());
        }
        out.writeBoolean(cause != null);
        if (cause != null) {
            cause.writeTo(out);
        }
    }

    static ThrownText read(DataInputStream in) throws IOException {
        String type = in.readUTF();
        String message = in.readUTF();
        List<StackTraceElement> stack = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            stack.add(frame(in));
        }
        return new ThrownText(type, message, stack, in.readBoolean() ? read(in) : null);
    }

    private static StackTraceElement frame(DataInputStream in) throws IOException {
        String className = in.readUTF();
        String method = in.readUTF();
        String file = in.readUTF();
        return new StackTraceElement(className, method, file.isEmpty() ? null : file, in.readInt());
    }

    // ------------------------------------------------------------------ the failure that the asker gets

    RemoteFailure failure(String node, String address, String request) {
        RemoteFailure failure = new RemoteFailure(
                node,
                type,
                message,
                type + (message.isEmpty() ? "" : ": " + message) + " (" + request + " on " + node + ")",
                cause == null ? null : cause.failure(node, address, request));
        List<StackTraceElement> frames = new ArrayList<>(stack);
        frames.add(new StackTraceElement("remote", identifier(request) + "_on_" + identifier(node), address, -1));
        failure.setStackTrace(frames.toArray(StackTraceElement[]::new));
        return failure;
    }

    /** What readers of stack traces take for the name of a method. */
    private static String identifier(String text) {
        return text.replaceAll("[^\\p{javaJavaIdentifierPart}]+", "_");
    }
}
