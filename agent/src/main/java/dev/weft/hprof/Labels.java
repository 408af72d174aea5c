// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof;

import dev.weft.debug.FrameInfo;
import dev.weft.hprof.heap.HeapObject;
import dev.weft.hprof.heap.UnreadableDumpException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads names and spawn sites out of the labels of tasks. A label is a site alone, or something with a name, or has the context of the task
 * around one of these. A million tasks have few sites, so that those that were read are kept.
 */
final class Labels {
    private final Map<HeapObject, FrameInfo> sites = new HashMap<>();

    /** The label of a task without its context; null if it has neither name nor site. */
    private static @Nullable HeapObject plain(HeapObject task) throws UnreadableDumpException {
        HeapObject label = RuntimeField.TASK_LABEL.object(task);
        return label != null && label.isA(RuntimeField.CONTEXT_LABEL.type())
                ? RuntimeField.CONTEXT_LABEL.object(label)
                : label;
    }

    private static boolean isNamed(@Nullable HeapObject label) {
        return label != null && label.isA(RuntimeField.NAMED_NAME.type());
    }

    /** The name of a task, which is one made of its number if nobody has given one. */
    static String name(HeapObject task) throws UnreadableDumpException {
        HeapObject given = givenTo(task);
        String name = given == null ? null : given(given);
        return name == null ? "task-" + Integer.toUnsignedString((int) RuntimeField.TASK_NUMBER.number(task)) : name;
    }

    private static @Nullable HeapObject givenTo(HeapObject task) throws UnreadableDumpException {
        HeapObject label = plain(task);
        return label != null && isNamed(label) ? RuntimeField.NAMED_NAME.object(label) : null;
    }

    /**
     * A name that was given: a text, the connection that a server has a task for, or the request of another node that it serves; null if it is
     * what users supply.
     */
    private static @Nullable String given(HeapObject name) throws UnreadableDumpException {
        if (name.isA(RuntimeField.SERVING_NAME.type())) {
            HeapObject served = RuntimeField.SERVING_NAME.object(name);
            return served == null ? null : given(served) + RuntimeField.SERVING_PRIORITY.text(name);
        }
        if (name.isA(RuntimeField.SERVED_SERVICE.type())) {
            return RuntimeField.SERVED_SERVICE.text(name) + " for " + request(name);
        }
        HeapObject peer = name.isA(RuntimeField.SERVED_PEER.type()) ? RuntimeField.SERVED_PEER.object(name) : null;
        return peer == null ? name.asText() : "connection " + Values.address(peer);
    }

    private static String request(HeapObject served) throws UnreadableDumpException {
        return RuntimeField.SERVED_NODE.text(served) + '/' + RuntimeField.SERVED_REQUEST.number(served);
    }

    /** What names a task as one that serves a request; null for any other. */
    private static @Nullable HeapObject served(HeapObject task) throws UnreadableDumpException {
        HeapObject given = givenTo(task);
        HeapObject served = given != null && given.isA(RuntimeField.SERVING_NAME.type())
                ? RuntimeField.SERVING_NAME.object(given)
                : given;
        return served != null && served.isA(RuntimeField.SERVED_SERVICE.type()) ? served : null;
    }

    /** The id of the request of another node that a task serves; null if it serves none. */
    static @Nullable String serves(HeapObject task) throws UnreadableDumpException {
        HeapObject served = served(task);
        return served == null ? null : request(served);
    }

    /** The id of the task that has made that request, on its node; null if nobody knows. */
    static @Nullable String caller(HeapObject task) throws UnreadableDumpException {
        HeapObject served = served(task);
        String caller = served == null ? null : RuntimeField.SERVED_CALLER.text(served);
        return caller == null || caller.isEmpty() ? null : caller;
    }

    /** The object that tells where a task was spawned; null if nobody knows. Tasks that were spawned at one line mostly share it. */
    static @Nullable HeapObject siteObject(HeapObject task) throws UnreadableDumpException {
        HeapObject label = plain(task);
        return label != null && isNamed(label) ? RuntimeField.NAMED_SITE.object(label) : label;
    }

    /** The line at which a task was spawned; null if nobody knows. */
    @Nullable
    FrameInfo site(@Nullable HeapObject site) throws UnreadableDumpException {
        if (site == null) {
            return null;
        }
        FrameInfo known = sites.get(site);
        if (known == null) {
            known = FrameInfo.of(element(site), FrameInfo.Kind.SPAWN);
            sites.put(site, known);
        }
        return known;
    }

    private static StackTraceElement element(HeapObject site) throws UnreadableDumpException {
        String constant = site.asText();
        if (constant != null) {
            return Lines.parse(constant).element(0);
        }
        String file = RuntimeField.SITE_FILE.text(site);
        return Lines.element(
                String.valueOf(RuntimeField.SITE_CLASS.text(site)),
                String.valueOf(RuntimeField.SITE_METHOD.text(site)),
                file == null ? "" : file,
                (int) RuntimeField.SITE_LINE.number(site));
    }
}
