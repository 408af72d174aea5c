// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import java.util.Objects;

/**
 * Thrown by a handler that does not take a request, and has begun nothing for it: too much runs, or it is not ready yet. Who asks any member
 * has the next one asked, and whoever finds none is told by {@link NotServed}, which says that asking again is safe.
 *
 * <pre>{@code
 * @Async
 * Task<Picture> render(Job job) throws Refusal {
 *     if (!renders.tryAcquire()) {
 *         throw Refusal.because("it renders two pictures, and no more at a time");
 *     }
 *     ...
 * }
 * }</pre>
 */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    /** What the one who asked is told. */
    private final transient Answer answer;

    private Refusal(Answer answer) {
        super(answer.reason, null, false, false);
        this.answer = answer;
    }

    /**
     * Makes one.
     *
     * @param reason why, as it goes on behind "node b did not serve render: "; the one who asked is told
     * @return the exception, to be thrown; it has no stack trace
     */
    public static Refusal because(String reason) {
        Objects.requireNonNull(reason, "reason");
        return new Refusal(Answer.without(Answer.Status.NOT_SERVED, reason));
    }

    static Refusal notOwner(String reason) {
        return new Refusal(Answer.without(Answer.Status.NOT_OWNER, reason));
    }

    Answer answer() {
        return answer;
    }
}
