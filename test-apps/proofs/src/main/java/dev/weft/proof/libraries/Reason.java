// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.libraries;

/** Why a method of a library has no woven twin. */
public enum Reason {
    /** Abstract or native. */
    NO_CODE("no code"),
    /** A constructor or a static initialiser. */
    INITIALIZER("constructor, initialiser"),
    /** Marked {@code synchronized}. */
    SYNCHRONIZED("synchronized"),
    /** Calls nothing, so there is nowhere to suspend. */
    NO_CALLS("no calls"),
    /** Each of its calls is made under a monitor. */
    UNDER_MONITOR("all calls under a monitor"),
    /** Of a class file older than Java 7. */
    CLASS_FILE_TOO_OLD("class file too old"),
    /** With suspension points, the method or its class is larger than a class file can hold. */
    TOO_LARGE("too large"),
    /** Takes as many parameters as a method can. */
    TOO_MANY_PARAMETERS("too many parameters");

    private final String text;

    Reason(String text) {
        this.text = text;
    }

    /** How tables name it. */
    public String text() {
        return text;
    }
}
