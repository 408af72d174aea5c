// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

/**
 * What the frame classes of a kind of async method extend, and what they override of it.
 *
 * @param superclass the internal name of the superclass
 * @param constructor its constructor
 * @param resume the method that enters the body
 * @param clear the method that forgets what the frame keeps
 */
@SuppressWarnings("ImmutableEnumChecker") // records of texts are
public record FrameForm(String superclass, RuntimeMember constructor, RuntimeMember resume, RuntimeMember clear) {
    /** A frame that runs once. */
    static final FrameForm CALL =
            new FrameForm(RuntimeTypes.FRAME, RuntimeSymbols.NEW_FRAME, RuntimeSymbols.RESUME, RuntimeSymbols.CLEAR);

    /** A frame that runs once per element. */
    static final FrameForm GENERATOR = new FrameForm(
            RuntimeTypes.GENERATOR_FRAME,
            RuntimeSymbols.NEW_GENERATOR_FRAME,
            RuntimeSymbols.PROCEED,
            RuntimeSymbols.FORGET);
}
