// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

/** Looks at the bytes of the first line of a message. */
interface FirstLine {
    void reset();

    void step(int b) throws BadMessageException;

    /** The line ends here. */
    void end() throws BadMessageException;
}
