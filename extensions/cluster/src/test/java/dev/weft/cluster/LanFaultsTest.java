// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;

/** The same promises over JGroups, on a network that loses messages, which come later then, and that is cut. */
@AsyncTest(virtualTime = false)
class LanFaultsTest {
    private static final Service<Integer, Integer> COUNT = Service.of("count", Integer.class, Integer.class);
    private static final EntityKind<Integer, Integer> LOG = EntityKind.of("log", Integer.class, Integer.class);

    private final Random random = new Random(23);
    private Lan lan = new Lan();
    private final Map<Integer, Integer> runs = new HashMap<>();
    private final List<Integer> order = new ArrayList<>();

    @AfterEach
    @Async
    void leave() {
        lan.heal();
        await(lan.end());
    }

    @Async
    private Task<Integer> count(Integer number) {
        runs.merge(number, 1, Integer::sum);
        await(sleep(Duration.ofMillis(1)));
        return Task.of(number);
    }

    @Async
    private Task<Integer> note(Integer number) {
        order.add(number);
        await(sleep(Duration.ofMillis(1)));
        return Task.of(number);
    }

    @Async
    private Task<ClusterNode> joined(String name) {
        ClusterNode node = await(lan.join(name));
        lan.lose(name, random.nextDouble() / 10);
        node.serve(COUNT, this::count);
        node.serveEntities(LOG, id -> this::note);
        return Task.of(node);
    }

    /** In an epoch: what a member is called there may have the sign, too. */
    private static final Pattern KIND_OF_A_MEMBER = Pattern.compile("=\\d+(?= |$)");

    @Async
    private static Task<Void> knowsKindsOfTwo(ClusterNode node) {
        while (KIND_OF_A_MEMBER.matcher(node.node().roster().epoch()).results().count() < 2) {
            await(sleep(Duration.ofMillis(1)));
        }
        return Task.done();
    }

    @Async
    private static Task<String> outcome(ClusterNode asker, String member, int number) {
        try {
            await(asker.member(member).ask(COUNT, number));
            return Task.of("answered");
        } catch (ClusterException told) {
            return Task.of(told.getClass().getSimpleName());
        }
    }

    /** Asks until there is an answer: a node that came back may be missed once more, by one that has not seen it come. */
    @Async
    private static Task<Void> answersAtLast(ClusterNode asker, String member, int first) {
        int number = first;
        while (!await(outcome(asker, member, number)).equals("answered")) {
            number++;
            await(sleep(Duration.ofMillis(1)));
        }
        return Task.done();
    }

    @AsyncTest
    void keepsTheOrderOfWhatOneNodeSendsToAnEntity() {
        ClusterNode a = await(joined("a"));
        ClusterNode b = await(joined("b"));
        await(knowsKindsOfTwo(a)); // or the entity moves while it is told things, which breaks one of them off
        await(knowsKindsOfTwo(b));
        List<ScheduledTask<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(spawn(a.entity(LOG, "l").ask(i)));
        }
        List<Integer> sent = new ArrayList<>();
        for (ScheduledTask<Integer> each : all) {
            sent.add(await(each));
        }
        assertEquals(sent, order);
    }

    @AsyncTest
    void endsAllWhenTheNetworkFallsApartAndComesTogetherAgain() {
        lan = new Lan(Duration.ofSeconds(1));
        ClusterNode a = await(joined("a"));
        ClusterNode b = await(joined("b"));
        await(joined("c"));
        List<ScheduledTask<String>> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            all.add(spawn(outcome(i % 2 == 0 ? a : b, "c", i)));
            if (i == 60) {
                lan.part(List.of("a", "b"), List.of("c"));
            }
            await(sleep(Duration.ofMillis(random.nextInt(4))));
        }
        await(Nodes.until(a, 2));
        await(Nodes.until(b, 2));
        lan.heal();
        await(Nodes.until(a, 3));
        await(Nodes.until(b, 3));
        await(answersAtLast(a, "c", 10_000));
        await(answersAtLast(b, "c", 20_000));
        for (int i = 0; i < 200; i++) {
            String outcome = await(all.get(i));
            int times = runs.getOrDefault(i, 0);
            assertTrue(times <= 1, "ran twice");
            assertTrue(!outcome.equals("NotServed") || times == 0, "not served, and ran");
            assertTrue(!outcome.equals("answered") || times == 1, "answered, and did not run");
        }
    }

    /** Who hears the other one goes on with its view, and the deaf one without it, until they come together again. */
    @AsyncTest
    void endsWhatWasAskedOfAMemberThatHeardNobodyForAWhile() {
        lan = new Lan(Duration.ofSeconds(1));
        ClusterNode a = await(joined("a"));
        ClusterNode b = await(joined("b"));
        lan.deaf("b", List.of("a"));
        ScheduledTask<String> asked = spawn(outcome(a, "b", 1));
        await(Nodes.until(b, 1));
        lan.heal();
        await(asked);
        await(Nodes.until(b, 2));
        await(answersAtLast(a, "b", 2));
        assertTrue(runs.values().stream().allMatch(times -> times == 1), () -> "ran twice: " + runs);
    }
}
