// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave;

/**
 * How to weave.
 *
 * @param entries whether nobody calls bodies directly: every call goes through the entry, where mocks and other agents can answer it
 * @param debug whether a frame keeps each variable that is in scope, so that debuggers never show a default in its place (decision 48)
 */
public record WeaveOptions(boolean entries, boolean debug) {
    /** Calls are direct, and what nothing reads any more is not kept. */
    public static final WeaveOptions STANDARD = new WeaveOptions(false, false);

    /** For debuggers. */
    public static final WeaveOptions FOR_DEBUGGERS = new WeaveOptions(false, true);
}
