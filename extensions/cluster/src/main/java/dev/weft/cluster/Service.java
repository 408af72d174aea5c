// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import java.lang.reflect.Type;
import java.util.Objects;

/**
 * What nodes ask for by name, with the types of question and answer: both ends have the same constant, and the compiler checks both.
 *
 * <pre>{@code
 * static final Service<Query, Quote> PRICE = Service.of("price", Query.class, Quote.class);
 * }</pre>
 *
 * @param name the name, the same on all nodes
 * @param question the type of what is asked
 * @param answer the type of what is answered
 * @param <Q> the type of what is asked
 * @param <R> the type of what is answered
 */
@SuppressWarnings("UnusedTypeParameter") // it ties those who ask to those who answer
public record Service<Q, R>(String name, Type question, Type answer) {
    /**
     * Refuses what is missing. Use {@link #of}, which ties the types; this is for those with parameters, which a codec knows and Java forgets.
     *
     * @param name see {@link #name}
     * @param question see {@link #question}
     * @param answer see {@link #answer}
     */
    public Service {
        Names.require("service", name);
        Objects.requireNonNull(question, "question");
        Objects.requireNonNull(answer, "answer");
    }

    /**
     * Makes a service of classes.
     *
     * @param name the name, the same on all nodes
     * @param question the class of what is asked
     * @param answer the class of what is answered; {@code Void.class} if that is nothing
     * @return the service
     * @param <Q> the type of what is asked
     * @param <R> the type of what is answered
     */
    public static <Q, R> Service<Q, R> of(String name, Class<Q> question, Class<R> answer) {
        return new Service<>(name, question, answer);
    }

    /** The name. */
    @Override
    public String toString() {
        return name;
    }
}
