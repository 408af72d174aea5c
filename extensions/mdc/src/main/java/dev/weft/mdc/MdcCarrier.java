// SPDX-License-Identifier: Apache-2.0
package dev.weft.mdc;

import dev.weft.spi.ContextCarrier;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Has the {@code MDC} of SLF4J belong to the task: what a task puts there is in its own log lines, after any await too, and in nobody
 * else's. A task begins with a copy of what its spawner has. Found by the service loader; nothing has to be called. Any thread.
 *
 * <p>What is pushed by key ({@code MDC.pushByKey}) is not carried, for SLF4J does not tell which keys there are.
 */
public final class MdcCarrier implements ContextCarrier<Map<String, String>, Map<String, String>> {
    /** For the service loader. */
    public MdcCarrier() {}

    @Override
    public @Nullable Map<String, String> capture() {
        return MDC.getCopyOfContextMap();
    }

    @Override
    public @Nullable Map<String, String> enter(@Nullable Map<String, String> state) {
        return exchange(state);
    }

    @Override
    public @Nullable Map<String, String> leave(@Nullable Map<String, String> own) {
        return exchange(own);
    }

    /** Sets a map, or nothing, and returns what was there. */
    private static @Nullable Map<String, String> exchange(@Nullable Map<String, String> to) {
        Map<String, String> before = MDC.getCopyOfContextMap();
        boolean wasEmpty = before == null || before.isEmpty();
        if (to != null && !to.isEmpty()) {
            MDC.setContextMap(to);
        } else if (!wasEmpty) {
            MDC.clear();
        }
        return wasEmpty ? null : before;
    }
}
