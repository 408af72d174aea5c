// SPDX-License-Identifier: Apache-2.0
package dev.weft.diagnostic;

/**
 * One diagnostic at one place.
 *
 * @param diagnostic what was found
 * @param className the class, with dots
 * @param method the method, empty for the class as a whole
 * @param fileName the source file, empty if unknown
 * @param line the line, 0 if unknown
 * @param detail what is special here, empty if nothing is
 */
public record Finding(
        Diagnostic diagnostic, String className, String method, String fileName, int line, String detail) {
    /**
     * Returns where, what, and how to fix it.
     *
     * @return as {@code Orders.java:42: [AwaitInSynchronized] in com.example.Orders.total: …; …}
     */
    public String message() {
        String place = fileName.isEmpty() ? className : line > 0 ? fileName + ":" + line : fileName;
        String member = method.isEmpty() ? className : className + "." + method;
        return place + ": [" + diagnostic.text() + "] in " + member + ": " + diagnostic.explanation(detail);
    }
}
