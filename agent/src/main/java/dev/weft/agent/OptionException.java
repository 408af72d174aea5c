// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

/** An option that the user has to correct; the message is for the user. */
final class OptionException extends Exception {
    private static final long serialVersionUID = 1;

    OptionException(String message) {
        super(message);
    }
}
