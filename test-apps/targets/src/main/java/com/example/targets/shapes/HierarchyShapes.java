// SPDX-License-Identifier: Apache-2.0
package com.example.targets.shapes;

import static dev.weft.Weft.await;

import com.example.targets.Trail;
import dev.weft.Async;
import dev.weft.Task;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Overriding: abstract methods, bridges, overrides that nobody wove, and calls of super across several levels. */
public final class HierarchyShapes {
    private HierarchyShapes() {}

    abstract static class Animal {
        protected final Trail t;

        Animal(Trail t) {
            this.t = t;
        }

        abstract Task<String> sound(int times);

        @Async
        Task<String> twice() {
            String first = await(sound(1));
            return Task.of(first + await(sound(2)) + await(t.later(";")));
        }

        @Async
        final Task<String> fixed() {
            return Task.of("[" + await(twice()) + "]");
        }
    }

    static class Dog extends Animal {
        Dog(Trail t) {
            super(t);
        }

        @Async
        @Override
        Task<String> sound(int times) {
            return Task.of("woof" + await(t.later(times)));
        }
    }

    /** Abstract again below an implementation. */
    abstract static class Puppy extends Dog {
        Puppy(Trail t) {
            super(t);
        }

        @Override
        abstract Task<String> sound(int times);
    }

    static final class Pup extends Puppy {
        Pup(Trail t) {
            super(t);
        }

        @Async
        @Override
        Task<String> sound(int times) {
            return Task.of("yip" + await(t.later(times)));
        }

        @Async
        @Override
        Task<String> twice() {
            return Task.of("pup " + await(super.twice()) + await(super.twice()));
        }
    }

    /** Nothing here awaits, so no class of it is woven. */
    static final class Toy extends Animal {
        Toy(Trail t) {
            super(t);
        }

        @Override
        Task<String> sound(int times) {
            t.add("squeak");
            return Task.of("squeak" + times);
        }

        @Override
        Task<String> twice() {
            return super.twice();
        }
    }

    @Async
    public static Task<String> abstractThenImplemented(Trail t) {
        String out = "";
        for (Animal animal : new Animal[] {new Dog(t), new Pup(t), new Toy(t)}) {
            out += await(animal.twice()) + await(animal.fixed()) + await(animal.sound(await(t.later(3))));
        }
        return Task.of(out);
    }

    interface Reader<T, R extends CompletionStage<T>> {
        R read(T value) throws Exception;
    }

    static class Futures<T> implements Reader<T, CompletableFuture<T>> {
        protected final Trail t;

        Futures(Trail t) {
            this.t = t;
        }

        @Async
        @Override
        public CompletableFuture<T> read(T value) {
            return CompletableFuture.completedFuture(await(t.stage(value)));
        }
    }

    static final class Strings extends Futures<String> {
        Strings(Trail t) {
            super(t);
        }

        @Async
        @Override
        public CompletableFuture<String> read(String value) {
            String read = await(super.read(value + await(t.later("s"))));
            return CompletableFuture.completedFuture(read + await(t.stage("!")));
        }
    }

    static class Stages {
        @Async
        CompletionStage<? extends Number> number(Trail t) {
            return CompletableFuture.completedFuture(await(t.later(1)));
        }
    }

    static final class MoreStages extends Stages {
        @Async
        @Override
        CompletableFuture<Integer> number(Trail t) {
            return CompletableFuture.completedFuture(10 + (Integer) await(super.number(t)));
        }
    }

    @Async
    public static <R extends CompletionStage<String>> Task<String> bridges(Trail t) throws Exception {
        Reader<String, CompletableFuture<String>> strings = new Strings(t);
        Futures<String> futures = new Futures<>(t);
        Stages stages = new MoreStages();
        String out = await(strings.read("a")) + await(futures.read("b")) + await(new Strings(t).read("c"));
        return Task.of(out + await(stages.number(t)) + await(new MoreStages().number(t)));
    }

    interface Left {
        @Async
        default Task<String> side(Trail t) {
            return Task.of("left" + await(t.later(1)));
        }
    }

    interface Right {
        @Async
        default Task<String> side(Trail t) {
            return Task.of("right" + await(t.later(2)));
        }
    }

    static class Both implements Left, Right {
        @Async
        @Override
        public Task<String> side(Trail t) {
            return Task.of(await(Left.super.side(t)) + await(Right.super.side(t)));
        }
    }

    static final class Inherits extends Both {}

    @Async
    public static Task<String> diamonds(Trail t) {
        Left left = new Inherits();
        Right right = new Both();
        return Task.of(await(left.side(t)) + await(right.side(t)) + await(new Left() {}.side(t)));
    }

    static class Chain {
        @Async
        protected Task<List<String>> list(Trail t, List<String> names) {
            names.add(await(t.later("chain")));
            return Task.of(names);
        }
    }

    static class Middle extends Chain {}

    static class Lower extends Middle {
        @Async
        @Override
        protected Task<List<String>> list(Trail t, List<String> names) {
            List<String> all = await(super.list(t, names));
            all.add(await(t.later("lower")));
            return Task.of(all);
        }
    }

    static final class Lowest extends Lower {
        @Async
        @Override
        public Task<List<String>> list(Trail t, List<String> names) {
            try {
                return super.list(t, names);
            } finally {
                names.add(await(t.later("lowest")));
            }
        }
    }

    @Async
    public static Task<String> superChains(Trail t) {
        Collection<String> all = await(new Lowest().list(t, new ArrayList<>()));
        all.addAll(await(new Middle().list(t, new ArrayList<>(all))));
        return Task.of(all.toString());
    }

    static class Node<T extends Comparable<T>> {
        final T value;
        final Node<T> next;

        Node(T value, Node<T> next) {
            this.value = value;
            this.next = next;
        }

        @Async
        <R extends Comparable<R>> Task<R> largest(Trail t, java.util.function.Function<? super T, Task<R>> function) {
            R own = await(function.apply(value));
            R other = next == null ? null : await(next.largest(t, function));
            return Task.of(other == null || own.compareTo(other) > 0 ? own : other);
        }
    }

    @Async
    public static Task<Integer> genericMethods(Trail t) {
        Node<String> nodes = new Node<>("a", new Node<>(await(t.later("ccc")), new Node<>("bb", null)));
        return nodes.largest(t, text -> Task.of(text.length() * await(t.later(10))));
    }
}
