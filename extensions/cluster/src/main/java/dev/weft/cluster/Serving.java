// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import dev.weft.Task;
import dev.weft.cluster.transport.Peer;
import dev.weft.cluster.transport.Receiver.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** What this node serves, and the requests that it serves now. Loop thread only, but for {@link #offered}. */
final class Serving {
    private record Key(Peer from, long number) {}

    private record Handled(Service<?, ?> service, ServiceHandler<?, ?> handler) {}

    private final Node node;
    private final Map<String, Handled> handlers = new HashMap<>();
    private final Map<Key, Served> running = new HashMap<>();

    private final Flights flights = new Flights();

    /** How many came and have not ended, those included that are on their way to the loop. Any thread. */
    private final AtomicInteger underWay = new AtomicInteger();

    private boolean refuses;

    Serving(Node node) {
        this.node = node;
    }

    int size() {
        return running.size();
    }

    int underWay() {
        return underWay.get();
    }

    <Q, R> void serve(Service<Q, R> service, ServiceHandler<Q, R> handler) {
        if (handlers.putIfAbsent(service.name(), new Handled(service, handler)) != null) {
            throw new IllegalStateException(node + " serves " + service + " already.");
        }
        tell();
    }

    /** Tells the others what there is. */
    void tell() {
        node.offer(new TreeSet<>(handlers.keySet()), node.hosting().kinds());
    }

    /** Refuses all that comes from now on. */
    void refuse() {
        refuses = true;
    }

    // ------------------------------------------------------------------ a request comes

    /** Takes a request, or refuses it if there are too many. On a thread of the transport. */
    void offered(Peer from, Request request, Reply reply) {
        int most = node.config().values().requests;
        if (underWay.incrementAndGet() > most) {
            underWay.decrementAndGet();
            reply.send(
                    Answer.without(Answer.Status.NOT_SERVED, "it serves " + most + " requests, and no more at a time")
                            .bytes());
        } else {
            node.post(() -> take(from, request, reply));
        }
    }

    private void take(Peer from, Request request, Reply reply) {
        try {
            start(new Served(node, from, request, reply));
        } catch (Refusal refusal) {
            underWay.decrementAndGet();
            answer(from, request, reply, refusal.answer());
        } catch (Exception failed) { // the loop is about to end
            underWay.decrementAndGet();
            reply.send(Answer.without(Answer.Status.NOT_SERVED, String.valueOf(failed.getMessage()))
                    .bytes());
        }
    }

    private void start(Served served) throws Exception {
        if (refuses || node.isClosed()) {
            String reason = "it is leaving";
            // Who has its kind owns an entity next.
            throw served.request().entity == null ? Refusal.because(reason) : Refusal.notOwner(reason);
        }
        String codec = node.config().values().codec.id();
        if (!served.request().codec.equals(codec)) {
            throw Refusal.because("it has the codec " + codec + ", and not " + served.request().codec);
        }
        if (served.request().entity == null) {
            Handled handled = handlers.get(served.request().service);
            if (handled == null) {
                throw Refusal.because("it does not serve that");
            }
            served.run(null, () -> call(handled, served));
        } else {
            node.hosting().start(served, served.request().entity);
        }
        running.put(new Key(served.from(), served.request().number), served);
    }

    @SuppressWarnings("unchecked") // the types are those of the service, under whose name both are
    private static Task<?> call(Handled handled, Served served) throws Exception {
        return ((ServiceHandler<Object, Object>) handled.handler())
                .handle(served.question(handled.service().question()));
    }

    // ------------------------------------------------------------------ and ends

    void ended(Served served, Reply reply, Answer answer) {
        underWay.decrementAndGet();
        running.remove(new Key(served.from(), served.request().number));
        answer(served.from(), served.request(), reply, answer);
    }

    private void answer(Peer from, Request request, Reply reply, Answer answer) {
        if (answer.status == Answer.Status.NOT_OWNER) {
            flights.sentBack(from, request);
        }
        reply.send(answer.bytes());
    }

    Flights flights() {
        return flights;
    }

    void cancel(Peer from, long number) {
        Served served = running.get(new Key(from, number));
        if (served != null) {
            served.cancel();
        }
    }

    /** Breaks off what is served to those for whom it is of no use any more. */
    void endIf(Predicate<Peer> isGone, String reason) {
        List.copyOf(running.values()).stream()
                .filter(served -> isGone.test(served.from()))
                .forEach(served -> served.breakOff(reason));
    }
}
