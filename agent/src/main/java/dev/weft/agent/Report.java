// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import dev.weft.diagnostic.Diagnostic;
import dev.weft.diagnostic.Finding;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The agent's messages to the user: what it could not do, and what it has to say of what it wove. Each goes to standard error
 * once, whatever its diagnostic entails. Any thread; never throws, since a class must not fail to load because of what is said
 * about it.
 */
final class Report {
    private final PrintStream out;
    private final Set<String> said = ConcurrentHashMap.newKeySet();

    Report(PrintStream out) {
        this.out = out;
    }

    /**
     * Reports to the process's standard error. Not to a logger: starting one inside a transformer loads classes and
     * takes locks. Not to {@code System.err} either: the application may have replaced it with a stream of its own, or
     * may hold its lock while it waits for the class that is being woven.
     */
    static Report toStandardError() {
        return new Report(new PrintStream(new FileOutputStream(FileDescriptor.err), true));
    }

    void finding(Finding finding) {
        say(finding.message(), null);
    }

    /** The weaver threw, or what it made is no good: the class stays as it was. */
    void weaverFailure(String className, String detail, @Nullable Throwable cause) {
        String running = "Weft " + version() + " on Java " + Runtime.version();
        say(new Finding(Diagnostic.WEAVER_FAILURE, className, "", "", 0, running + "; " + detail).message(), cause);
    }

    void warning(String message) {
        say(message, null);
    }

    static String version() {
        String version = Report.class.getPackage().getImplementationVersion();
        return version == null ? "(unpackaged)" : version;
    }

    private void say(String message, @Nullable Throwable cause) {
        try {
            if (said.add(message)) {
                // One print, so that what other threads print does not come in between.
                out.print("[weft] " + message + System.lineSeparator() + stackTrace(cause));
                out.flush();
            }
        } catch (Throwable unreportable) {
            // A stranger's toString may throw anything, and there is nobody left to tell.
        }
    }

    private static String stackTrace(@Nullable Throwable cause) {
        if (cause == null) {
            return "";
        }
        StringWriter text = new StringWriter();
        cause.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
