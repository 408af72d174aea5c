// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.internal.SpawnedTask;
import dev.weft.internal.Transition;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopUseTest {
    private final EventLoop loop = EventLoop.create();
    private final LoopUse use = new LoopUse(false);

    @AfterEach
    void close() {
        loop.close();
    }

    private void sees(Transition transition, SpawnedTask<?> task) {
        long now = System.nanoTime();
        while (System.nanoTime() == now) {
            Thread.onSpinWait(); // each time is some nanoseconds
        }
        use.sees(transition, task);
    }

    private SpawnedTask<?> task() {
        return task("task");
    }

    private SpawnedTask<?> task(String name) {
        return (SpawnedTask<?>) loop.spawn(name, Task.done());
    }

    private void runsOnce(String name) {
        SpawnedTask<?> task = task(name);
        use.sees(Transition.SPAWNED, task);
        sees(Transition.STARTED, task);
        sees(Transition.RETURNED, task);
    }

    private List<String> names() {
        return use.seen().rows().stream().map(TaskUse.Row::name).sorted().toList();
    }

    @Test
    void tasksThatEndedAreOneRowForEachNameWhateverItsNumbers() {
        runsOnce("publish mail");
        runsOnce("publish bill");
        runsOnce("publish mail");
        runsOnce("client 10.0.0.1:81");
        runsOnce("client 10.0.0.2:9");
        assertEquals(
                List.of(
                        "client 10.0.0.*:* (2 that ended)",
                        "publish bill (1 that ended)",
                        "publish mail (2 that ended)"),
                names());
        TaskUse.Row mail = use.seen().rows().stream()
                .filter(row -> row.name().startsWith("publish mail"))
                .findFirst()
                .orElseThrow();
        assertEquals(2, mail.steps());
        assertEquals("", mail.id());
        assertTrue(mail.busy() > 0 && mail.delay() > 0, mail::toString);
    }

    @Test
    void namesThatAreTooManyAreOneRow() {
        for (int i = 0; i <= EndedTasks.MOST_NAMES; i++) {
            runsOnce("client " + (char) ('\u4e00' + i));
        }
        assertTrue(names().contains("other tasks (1 that ended)"), () -> names().toString());
    }

    /** Whoever reads many names does not hold the loop up meanwhile. */
    @Test
    void whatHappensWhileItIsReadIsNotNoted() {
        runsOnce("mail");
        LoopUse.Seen seen = use.seen();
        runsOnce("late");
        assertEquals(List.of("mail (1 that ended)"), names());
        assertEquals(1, seen.rows().size());
    }

    @Test
    void whatIsPostedHasTheLoopBusyToo() {
        use.sees(Transition.ACTION_BEGINS, null);
        sees(Transition.STARTED, task());
        use.sees(Transition.ACTION_ENDS, null);
        LoopUse.Seen seen = use.seen();
        TaskUse.Row actions = seen.rows().stream()
                .filter(row -> row.name().equals("(actions that were posted)"))
                .findFirst()
                .orElseThrow();
        assertEquals(1, actions.steps());
        assertTrue(actions.busy() > 0 && seen.busy() >= actions.busy(), seen::toString);
    }

    @Test
    void aTaskThatIsFirstSeenWhenItGoesOnHasBeenInTheQueue() {
        SpawnedTask<?> task = task();
        sees(Transition.RESUMED, task);
        use.sees(Transition.GAVE_WAY, task);
        TaskUse.Row row = use.seen().rows().get(0);
        assertTrue(row.delay() > 0, row::toString);
        assertEquals(0, row.idle());
    }

    @Test
    void aTaskThatIsFirstSeenWhenItIsWokenHasWaited() {
        SpawnedTask<?> task = task();
        sees(Transition.WOKEN, task);
        TaskUse.Row row = use.seen().rows().get(0);
        assertTrue(row.idle() > 0, row::toString);
    }

    @Test
    void tasksThatAreTooManyAreOneRow() {
        List<SpawnedTask<?>> tasks = new ArrayList<>();
        for (int i = 0; i < 10_002; i++) {
            tasks.add(task());
        }
        for (SpawnedTask<?> task : tasks) {
            use.sees(Transition.STARTED, task);
            use.sees(Transition.SUSPENDED, task);
        }
        List<TaskUse.Row> rows = use.seen().rows();
        assertEquals(10_001, rows.size());
        assertEquals("(more tasks than are noted)", rows.get(10_000).name());
        assertEquals(2, rows.get(10_000).steps());
    }
}
