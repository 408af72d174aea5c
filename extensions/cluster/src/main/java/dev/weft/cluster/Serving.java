// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import dev.weft.Task;
import dev.weft.cluster.transport.Peer;
import dev.weft.cluster.transport.Receiver.Reply;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** What this node serves, and the requests that it serves now. Loop thread only, but for {@link #offered}. */
final class Serving {
    /** How many of those who left are remembered, so that what they sent is not run twice if it comes once more. */
    private static final int MOST_REMEMBERED = 10_000;

    private record Key(Peer from, long number) {}

    private record Handled(Service<?, ?> service, ServiceHandler<?, ?> handler) {}

    private final Node node;
    private final Map<String, Handled> handlers = new HashMap<>();
    private final Map<Key, Served> running = new HashMap<>();

    /** The number of the last request of each member. They come in order, so what has not a higher one came before. */
    private final Map<Peer, Long> last = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Peer, Long> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    /** How many came and have not ended, those included that are on their way to the loop. Any thread. */
    private final AtomicInteger underWay = new AtomicInteger();

    private boolean refuses;

    Serving(Node node) {
        this.node = node;
    }

    int size() {
        return running.size();
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
        Long before = last.put(from, request.number);
        if (before != null && before >= request.number) {
            last.put(from, before);
            underWay.decrementAndGet(); // it came twice
            return;
        }
        try {
            start(new Served(node, from, request, reply));
        } catch (Refusal refusal) {
            underWay.decrementAndGet();
            reply.send(refusal.answer().bytes());
        } catch (Exception failed) { // the loop is about to end
            underWay.decrementAndGet();
            reply.send(Answer.without(Answer.Status.NOT_SERVED, String.valueOf(failed.getMessage()))
                    .bytes());
        }
    }

    private void start(Served served) throws Exception {
        if (refuses || node.isClosed()) {
            throw Refusal.because("it is leaving");
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

    void ended(Served served) {
        underWay.decrementAndGet();
        running.remove(new Key(served.from(), served.request().number));
    }

    void cancel(Peer from, long number) {
        Served served = running.get(new Key(from, number));
        if (served != null) {
            served.cancel();
        }
    }

    /** Cancels what is served to those for whom it is of no use any more. */
    void endIf(Predicate<Peer> isGone) {
        List.copyOf(running.values()).stream()
                .filter(served -> isGone.test(served.from()))
                .forEach(Served::cancel);
    }

    Set<String> services() {
        return handlers.keySet();
    }
}
