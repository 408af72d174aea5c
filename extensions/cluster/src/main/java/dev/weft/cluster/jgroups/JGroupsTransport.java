// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster.jgroups;

import dev.weft.cluster.transport.Peer;
import dev.weft.cluster.transport.Receiver;
import dev.weft.cluster.transport.Transport;
import dev.weft.cluster.transport.View;
import java.net.BindException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.MergeView;
import org.jgroups.Message;
import org.jgroups.SuspectedException;
import org.jgroups.blocks.MessageDispatcher;
import org.jgroups.blocks.RequestHandler;
import org.jgroups.blocks.RequestOptions;
import org.jgroups.blocks.Response;
import org.jgroups.protocols.UFC;
import org.jgroups.stack.Protocol;
import org.jspecify.annotations.Nullable;

/** A cluster over JGroups: its membership, failure detection, order and flow control, and its dispatcher of requests. */
public final class JGroupsTransport implements Transport {
    private final String address;
    private final Callable<List<Protocol>> protocols;

    /** Over TCP; null for other protocols. */
    private final @Nullable TcpOptions tcp;

    /** The members that were seen, by what they are told apart by; those who left go when the next view has come. */
    private final Map<String, Address> addresses = new ConcurrentHashMap<>();

    /** Who was in the last view. */
    private volatile List<Address> last = List.of();

    private volatile @Nullable JChannel channel;
    private volatile @Nullable MessageDispatcher dispatcher;
    private volatile @Nullable Outboxes outboxes;
    private volatile boolean hasLeft;

    private JGroupsTransport(String address, @Nullable TcpOptions tcp, Callable<List<Protocol>> protocols) {
        this.address = address;
        this.tcp = tcp;
        this.protocols = protocols;
    }

    /**
     * Makes a transport over TCP.
     *
     * @param options how nodes find and hear one another
     * @return the transport, to join one cluster once
     */
    public static Transport tcp(TcpOptions options) {
        Objects.requireNonNull(options, "options");
        return new JGroupsTransport(options.toString(), options, () -> TcpStack.of(options));
    }

    /**
     * Makes a transport over protocols of one's own. They have to give what {@link Transport} leans on: with {@code UNICAST3} or the like, a
     * failure detector, {@code GMS}, and {@code UFC}.
     *
     * @param address where this node is, for people
     * @param protocols makes the protocols, the lowest first; called once, when the node joins
     * @return the transport, to join one cluster once
     */
    public static Transport over(String address, Callable<List<Protocol>> protocols) {
        return new JGroupsTransport(
                Objects.requireNonNull(address, "address"), null, Objects.requireNonNull(protocols, "protocols"));
    }

    @Override
    public Peer join(String cluster, String node, Receiver receiver) throws Exception {
        JChannel joining = new JChannel(protocols.call());
        try {
            joining.setName(node);
            joining.addAddressGenerator(() -> Identity.of(node, address));
            outboxes = new Outboxes(joining.getProtocolStack().findProtocol(UFC.class));
            dispatcher = dispatcher(joining, receiver);
            channel = joining;
            joining.connect(cluster);
            if (hasLeft) {
                throw new IllegalStateException("it has left before it had joined");
            }
            if (tcp != null) {
                new Lonely(tcp).requireNobody(joining, cluster);
            }
            return Identity.peer(joining.getAddress());
        } catch (Exception failed) {
            joining.close();
            throw told(failed);
        } catch (Error failed) {
            joining.close();
            throw failed;
        }
    }

    /** What JGroups says of it does not say what to do. */
    private Exception told(Exception failed) {
        if (failed instanceof SecurityException) {
            return new IllegalStateException(
                    "its token is not that of the others. Give all nodes the same with ClusterConfig.token(...), or none of them.",
                    failed);
        }
        if (failed instanceof BindException
                || String.valueOf(failed.getMessage()).contains("available port")) {
            return new IllegalStateException(
                    address + " is taken, or the port that is 100 above, which its failure detector listens on.",
                    failed);
        }
        return failed;
    }

    private MessageDispatcher dispatcher(JChannel joining, Receiver receiver) {
        MessageDispatcher made = new MessageDispatcher(joining);
        made.setReceiver(new ViewReceiver(view -> seen(view, receiver)));
        made.asyncDispatching(true);
        made.asyncRspHandling(false); // what takes an answer hands it to a loop, and needs no other thread for that
        made.setRequestHandler(new Handler(receiver, outboxes()));
        return made;
    }

    private void seen(org.jgroups.View view, Receiver receiver) {
        String id = view.getViewId().toString();
        view.getMembers().forEach(member -> addresses.put(Identity.peer(member).id(), member));
        if (view instanceof MergeView merged) {
            List<Address> together = Subgroups.with(channel().getAddress(), merged);
            if (!together.containsAll(
                    last)) { // the others went on without this one, or it without them: they come anew
                receiver.view(view(
                        id + " before, with " + Identity.peer(together.get(0)).id(), together));
            }
        }
        last = view.getMembers();
        receiver.view(view(id, last));
        addresses.values().retainAll(view.getMembers());
        Outboxes sending = outboxes;
        if (sending != null) {
            sending.retain(view.getMembers());
        }
    }

    private static View view(String id, List<Address> members) {
        return new View(id, members.stream().map(Identity::peer).toList());
    }

    // ------------------------------------------------------------------ sending

    @Override
    public CompletionStage<byte[]> ask(Peer to, byte[] request) {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        Address member = addresses.get(to.id());
        Runnable gone = () -> answer.completeExceptionally(new SuspectedException(to));
        if (member == null) {
            gone.run();
        } else {
            BytesMessage message = new BytesMessage(member, request);
            outboxes().send(new Outgoing(member, request.length, () -> ask(message, answer), gone));
        }
        return answer;
    }

    private void ask(Message message, CompletableFuture<byte[]> answer) {
        try {
            CompletionStage<byte[]> sent = dispatcher().sendMessageWithFuture(message, RequestOptions.SYNC());
            sent.whenComplete((bytes, failure) -> {
                if (failure == null) {
                    answer.complete(bytes);
                } else {
                    answer.completeExceptionally(failure);
                }
            });
        } catch (Exception closed) {
            answer.completeExceptionally(closed);
        }
    }

    @Override
    public void tell(Peer to, byte[] message) {
        Address member = addresses.get(to.id());
        if (member != null) {
            BytesMessage told = new BytesMessage(member, message);
            outboxes().send(new Outgoing(member, message.length, () -> tell(told), () -> {}));
        }
    }

    private void tell(Message message) {
        try {
            dispatcher().sendMessage(message, RequestOptions.ASYNC());
        } catch (Exception closed) {
            return; // nobody waits for it
        }
    }

    private JChannel channel() {
        return Objects.requireNonNull(channel, "join first");
    }

    private Outboxes outboxes() {
        return Objects.requireNonNull(outboxes, "join first");
    }

    private MessageDispatcher dispatcher() {
        return Objects.requireNonNull(dispatcher, "join first");
    }

    // ------------------------------------------------------------------ receiving

    /** Takes requests off the threads of JGroups. */
    private record Handler(Receiver receiver, Outboxes outboxes) implements RequestHandler {
        @Override
        public @Nullable Object handle(Message message) {
            return null; // for who dispatches on the thread that received it
        }

        @Override
        public void handle(Message message, @Nullable Response response) {
            Peer from = Identity.peer(message.getSrc());
            if (response == null) {
                receiver.message(from, bytes(message));
            } else {
                receiver.request(from, bytes(message), answer -> reply(message.getSrc(), response, answer));
            }
        }

        private void reply(Address to, Response response, byte[] answer) {
            outboxes.send(new Outgoing(to, answer.length, () -> send(response, answer), () -> {}));
        }

        private static void send(Response response, byte[] answer) {
            try {
                response.send(answer, false);
            } catch (Exception closed) {
                return; // this node has left, and the others know that
            }
        }

        private static byte[] bytes(Message message) {
            byte[] bytes = new byte[message.getLength()];
            System.arraycopy(message.getArray(), message.getOffset(), bytes, 0, bytes.length);
            return bytes;
        }
    }

    @Override
    public void leave() {
        hasLeft = true; // first: who is joining looks at it last
        JChannel leaving = channel;
        if (leaving != null) {
            leaving.close();
            outboxes().close();
        }
    }

    /** Where it is. */
    @Override
    public String toString() {
        return "JGroups " + address;
    }
}
