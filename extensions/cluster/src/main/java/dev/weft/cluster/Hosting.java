// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.Task;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** The entities that this node owns. Loop thread only. */
final class Hosting {
    private record Hosted(EntityKind<?, ?> kind, EntityFactory<?, ?> factory, Map<String, Mailbox> mailboxes) {}

    private final Node node;
    private final Map<String, Hosted> hosted = new HashMap<>();
    private String epoch = "";

    Hosting(Node node) {
        this.node = node;
    }

    Set<String> kinds() {
        return new TreeSet<>(hosted.keySet());
    }

    /** How many places there are for entities. */
    int size() {
        return hosted.values().stream()
                .mapToInt(entities -> entities.mailboxes.size())
                .sum();
    }

    /** How many places there are for entities that nobody has made yet, or any more. */
    int sizeWithoutEntity() {
        return (int) hosted.values().stream()
                .flatMap(entities -> entities.mailboxes.values().stream())
                .filter(mailbox -> mailbox.entity() == null)
                .count();
    }

    <M, R> void serve(EntityKind<M, R> kind, EntityFactory<M, R> factory) {
        if (hosted.putIfAbsent(kind.name(), new Hosted(kind, factory, new HashMap<>())) != null) {
            throw new IllegalStateException(node + " has entities of kind " + kind + " already.");
        }
        node.serving().tell();
    }

    // ------------------------------------------------------------------ a message comes

    void start(Served served, String id) throws Exception {
        String kind = served.request().service;
        Hosted entities = hosted.get(kind);
        if (entities == null) {
            throw Refusal.notOwner("it has no entities of that kind");
        }
        requireOwner(kind, id);
        node.ownership().requireMajority();
        Mailbox mailbox = entities.mailboxes.computeIfAbsent(id, key -> new Mailbox(kind, key));
        int most = node.config().values().mailbox;
        if (mailbox.size() >= most) {
            throw Refusal.because("its mailbox of " + mailbox + " is full: " + most + " messages wait");
        }
        served.run(mailbox.add(served), () -> receive(entities, mailbox, served));
    }

    private void requireOwner(String kind, String id) throws Refusal {
        if (!node.self().equals(node.roster().owner(kind, id))) {
            throw Refusal.notOwner("it does not own it");
        }
    }

    /** Hands a message over whose turn has come, if the entity is still this node's. */
    @Async
    private Task<Object> receive(Hosted entities, Mailbox mailbox, Served served) throws Exception {
        requireOwner(mailbox.kind(), mailbox.id());
        if (node.ownership().isByMajority()) {
            await(node.ownership().claim(mailbox));
        }
        node.serving().flights().requireInOrder(served.from(), served.request());
        served.begins();
        return Task.of(await(received(entities, mailbox, served)));
    }

    @SuppressWarnings("unchecked") // the types are those of the kind, under whose name both are
    private static Task<Object> received(Hosted entities, Mailbox mailbox, Served served) throws Exception {
        Object message = served.question(entities.kind.message());
        Entity<Object, Object> entity = (Entity<Object, Object>) mailbox.entity();
        if (entity == null) {
            entity = Objects.requireNonNull(
                    (Entity<Object, Object>) entities.factory.create(mailbox.id()),
                    () -> "The factory of " + mailbox + " gave null in place of an entity.");
            mailbox.setEntity(entity);
        }
        return entity.receive(message);
    }

    /** Forgets the place of an entity that was not made or is over, if nothing waits for it. */
    void over(Mailbox mailbox) {
        mailbox.dropIfOver();
        Hosted entities = hosted.get(mailbox.kind());
        if (mailbox.isEmpty() && entities != null) {
            entities.mailboxes.remove(mailbox.id(), mailbox);
        }
    }

    // ------------------------------------------------------------------ the cluster changes

    /** Drops what others own. */
    void changed() {
        if (epoch.equals(node.roster().epoch())) {
            return;
        }
        epoch = node.roster().epoch();
        for (Hosted entities : hosted.values()) {
            for (Mailbox mailbox : List.copyOf(entities.mailboxes.values())) {
                if (!node.self().equals(node.roster().owner(mailbox.kind(), mailbox.id()))) {
                    drop(mailbox, "another node owns " + mailbox);
                }
            }
        }
    }

    /** Drops all, since this node may not own anything. */
    void dropAll(String reason) {
        for (Hosted entities : hosted.values()) {
            List.copyOf(entities.mailboxes.values()).forEach(mailbox -> drop(mailbox, reason));
        }
    }

    private void drop(Mailbox mailbox, String reason) {
        mailbox.drop(reason);
        over(mailbox);
    }
}
