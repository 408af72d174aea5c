// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import java.lang.reflect.Type;
import java.util.Objects;

/**
 * A kind of entities: things with a name, each of which is on one node at a time, and does one thing at a time.
 *
 * <pre>{@code
 * static final EntityKind<CartMessage, CartReply> CART = EntityKind.of("cart", CartMessage.class, CartReply.class);
 * }</pre>
 *
 * @param name the name of the kind, the same on all nodes
 * @param message the type of what is told to one, often a sealed interface
 * @param reply the type of what it answers
 * @param <M> the type of what is told to one
 * @param <R> the type of what it answers
 */
@SuppressWarnings("UnusedTypeParameter") // it ties those who ask to those who answer
public record EntityKind<M, R>(String name, Type message, Type reply) {
    /**
     * Refuses what is missing. Use {@link #of}, which ties the types; this is for those with parameters, which a codec knows and Java forgets.
     *
     * @param name see {@link #name}
     * @param message see {@link #message}
     * @param reply see {@link #reply}
     */
    public EntityKind {
        Names.require("kind of entities", name);
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(reply, "reply");
    }

    /**
     * Makes a kind of classes.
     *
     * @param name the name, the same on all nodes
     * @param message the class of what is told to one
     * @param reply the class of what it answers; {@code Void.class} if that is nothing
     * @return the kind
     * @param <M> the type of what is told to one
     * @param <R> the type of what it answers
     */
    public static <M, R> EntityKind<M, R> of(String name, Class<M> message, Class<R> reply) {
        return new EntityKind<>(name, message, reply);
    }

    /** The name. */
    @Override
    public String toString() {
        return name;
    }
}
