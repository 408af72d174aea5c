// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import dev.weft.ScheduledTask;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.spi.SingleUse;
import org.jspecify.annotations.Nullable;

/** The place of a message in the line of an entity, from its arrival until it has been handled. Who waits for it sees whose turn it is. */
final class Turn extends SingleUse<Void> {
    private final Mailbox mailbox;
    private final Served served;
    private @Nullable ScheduledTask<?> task;

    /** Why it will never come; null while it may. */
    private @Nullable Refusal refusal;

    Turn(Mailbox mailbox, Served served) {
        this.mailbox = mailbox;
        this.served = served;
    }

    Mailbox mailbox() {
        return mailbox;
    }

    Served served() {
        return served;
    }

    void setTask(ScheduledTask<?> itsTask) {
        task = itsTask;
    }

    @Nullable
    ScheduledTask<?> task() {
        return task;
    }

    @Override
    protected String operation() {
        return "a turn of " + mailbox;
    }

    @Override
    protected void begin(Waiter waiter) {
        // it stands in line since it was made
    }

    @Override
    protected boolean tryComplete() throws Refusal {
        if (refusal != null) {
            throw refusal;
        }
        return mailbox.isTurnOf(this);
    }

    @Override
    protected Void value() {
        return null;
    }

    /** Looks again whether its turn has come. */
    void look() {
        wake();
    }

    void refuse(Refusal reason) {
        refusal = reason;
        wake();
    }

    /** Called when its message was handled, or is not to be handled any more. */
    void over() {
        mailbox.over(this);
    }

    @Override
    public WaitDescription describe() {
        return new WaitDescription(
                "mailbox", mailbox.toString(), mailbox.holder(), WaitDescription.NO_DEADLINE, mailbox);
    }
}
