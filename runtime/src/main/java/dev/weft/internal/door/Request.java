// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.door;

import org.jspecify.annotations.Nullable;

/**
 * The first line of a request: {@code GET /tree?limit=20 HTTP/1.0}. Its version may be missing, for whoever types it; what its header lines
 * say does not matter.
 *
 * @param path the name of a resource, as {@code /tree}
 * @param query what is behind the question mark
 */
record Request(String path, String query) {
    /**
     * Reads what has come so far.
     *
     * @param text what has come
     * @param isAll whether nothing more comes
     * @return null if there is more to come
     * @throws UnreadableException if no request begins like this
     */
    static @Nullable Request of(CharSequence text, boolean isAll) throws UnreadableException {
        String all = text.toString().replace("\r", "");
        int end = all.indexOf('\n');
        if (end < 0 ? !isAll : !isAll && !all.contains("\n\n")) {
            return null;
        }
        return ofLine(end < 0 ? all : all.substring(0, end));
    }

    private static Request ofLine(String line) throws UnreadableException {
        String[] words = line.trim().split(" +");
        if (words.length < 2 || words.length > 3 || !words[1].contains("/") || !isVersion(words)) {
            throw new UnreadableException(
                    400, "This is no request: write GET, a space, and a resource, as in GET /tree");
        }
        if (!words[0].equals("GET")) {
            throw new UnreadableException(405, "There is only GET, as nothing can be changed from outside");
        }
        String target = words[1].replaceFirst("^http://[^/]*", "");
        int question = target.indexOf('?');
        return question < 0
                ? new Request(target, "")
                : new Request(target.substring(0, question), target.substring(question + 1));
    }

    private static boolean isVersion(String[] words) {
        return words.length == 2 || words[2].startsWith("HTTP/");
    }

    /** What has come is no request. */
    static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1L;

        final int status;

        UnreadableException(int status, String message) {
            super(message, null, false, false);
            this.status = status;
        }
    }
}
