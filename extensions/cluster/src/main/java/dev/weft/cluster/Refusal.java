// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

/** Why a request never ran. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    /** What the one who asked is told. */
    private final transient Answer answer;

    private Refusal(Answer answer) {
        super(answer.reason, null, false, false);
        this.answer = answer;
    }

    static Refusal because(String reason) {
        return new Refusal(Answer.without(Answer.Status.NOT_SERVED, reason));
    }

    static Refusal notOwner(String reason) {
        return new Refusal(Answer.without(Answer.Status.NOT_OWNER, reason));
    }

    Answer answer() {
        return answer;
    }
}
