// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.door;

/** Something that a client of the socket can ask for. Reads, and changes nothing. Called on a thread of the doors, by several at a time. */
@FunctionalInterface
public interface Resource {
    /**
     * Answers a request.
     *
     * @param parameters those of the request, all of which the table knows
     * @return the answer
     * @throws Exception what the client is told as a failure, with its text: {@link IllegalArgumentException} as one of the request
     */
    Answer answer(Parameters parameters) throws Exception;
}
