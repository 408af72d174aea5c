// SPDX-License-Identifier: Apache-2.0
package dev.weft.spi;

import dev.weft.Waiter;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The fence around calls of foreign code, such as waiters, callbacks and handlers: whatever one of them throws, errors included, is
 * reported with the name of the culprit, and whoever called goes on with the others. No method throws. Any thread.
 */
public final class Fence {
    /** Who is told, too; set for no longer than {@link #listening} runs. */
    private static final ThreadLocal<@Nullable BiConsumer<String, Throwable>> LISTENER = new ThreadLocal<>();

    private Fence() {}

    /**
     * Runs code, such as that of a test, and tells what is reported meanwhile on the calling thread, besides logging it.
     *
     * @param listener gets what failed, as a sentence without a full stop, and why; must not throw
     * @param code what runs
     */
    public static void listening(BiConsumer<String, Throwable> listener, Runnable code) {
        BiConsumer<String, Throwable> outer = LISTENER.get();
        LISTENER.set(listener);
        try {
            code.run();
        } finally {
            if (outer == null) {
                LISTENER.remove();
            } else {
                LISTENER.set(outer);
            }
        }
    }

    /**
     * Wakes a waiter.
     *
     * @param waiter whom to wake
     * @param awaited what it waited for; asked for its text only when the waiter fails
     */
    public static void wake(Waiter waiter, Object awaited) {
        try {
            waiter.wake();
        } catch (Throwable thrown) { // the others wait too
            failed("The waiter", waiter, awaited, thrown);
        }
    }

    /**
     * Reports what foreign code has thrown.
     *
     * @param role what it was called for, as the beginning of a sentence: {@code The waiter}
     * @param culprit the code, which is named by its class
     * @param owner whose it was, such as what was waited for, which is named by its text; or null
     * @param thrown what it threw
     */
    public static void failed(String role, Object culprit, @Nullable Object owner, Throwable thrown) {
        String what = role;
        try {
            what = role + " (" + nameOf(culprit) + ')' + (owner == null ? "" : " of " + textOf(owner)) + " failed";
        } catch (Throwable unnamed) { // no memory for the sentence; its beginning has to do
            thrown = withSuppressed(thrown, unnamed);
        }
        Reports.warning(what, thrown);
        BiConsumer<String, Throwable> listener = LISTENER.get();
        if (listener != null) {
            listener.accept(what, thrown);
        }
    }

    private static Throwable withSuppressed(Throwable thrown, Throwable other) {
        try {
            thrown.addSuppressed(other);
        } catch (Throwable refused) {
            return thrown; // as it is
        }
        return thrown;
    }

    /**
     * Names the class of an object, for messages.
     *
     * @param code any object; of a lambda, the class whose code it is
     * @return the name
     */
    public static String nameOf(Object code) {
        return nameOf(code.getClass());
    }

    /**
     * Names a class, for messages.
     *
     * @param type any class; of a lambda, the class whose code it is
     * @return the name
     */
    public static String nameOf(Class<?> type) {
        String name = type.getName();
        int lambda = name.indexOf("$$Lambda");
        return lambda < 0 ? name : "a lambda in " + name.substring(0, lambda);
    }

    /**
     * Returns the text of an object of the user's.
     *
     * @param object any object
     * @return what {@code toString} returns; the name of its class if that throws
     */
    public static String textOf(Object object) {
        try {
            return String.valueOf(object);
        } catch (Throwable thrown) {
            return nameOf(object);
        }
    }
}
