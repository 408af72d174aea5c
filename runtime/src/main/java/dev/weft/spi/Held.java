// SPDX-License-Identifier: Apache-2.0
package dev.weft.spi;

import dev.weft.ScheduledTask;
import java.util.List;

/** An awaitable that is over when several tasks have let go of something, of which its description can name one at most. */
@FunctionalInterface
public interface Held {
    /**
     * Returns who has to let go. Any thread; what is seen of another loop may be a moment old.
     *
     * @return the tasks, as far as they are known
     */
    List<ScheduledTask<?>> holders();
}
