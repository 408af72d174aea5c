// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.blocking;
import static dev.weft.Weft.run;
import static dev.weft.Weft.spawn;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.Task;
import dev.weft.cluster.Cluster;
import dev.weft.cluster.ClusterConfig;
import dev.weft.cluster.ClusterException;
import dev.weft.cluster.ClusterNode;
import dev.weft.cluster.EntityKind;
import dev.weft.cluster.Member;
import dev.weft.cluster.Service;
import dev.weft.sync.Watch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A node that does what it is told by lines of its standard input, and leaves at its end. The arguments are {@code name=a port=7800} and what
 * else its configuration has.
 */
public final class OneNode {
    private static final Service<String, String> ECHO = Service.of("echo", String.class, String.class);
    private static final EntityKind<String, String> THING = EntityKind.of("thing", String.class, String.class);

    private OneNode() {}

    private static ClusterConfig config(Map<String, String> options) throws IOException, GeneralSecurityException {
        ClusterConfig config = ClusterConfig.tcp(
                        options.getOrDefault("host", "127.0.0.1"), Integer.parseInt(options.get("port")))
                .named(options.get("name"))
                .contacts(options.getOrDefault("contacts", "127.0.0.1:1").split(","))
                .silence(Duration.ofSeconds(1))
                .lease(Duration.ofMillis(500));
        if (options.containsKey("token")) {
            config = config.token(options.get("token"));
        }
        if (options.containsKey("majority")) {
            config = config.majority(Integer.parseInt(options.get("majority")));
        }
        if (options.containsKey("store")) {
            config = config.tls(Stores.context(Path.of(options.get("store")), Path.of(options.get("trust"))));
        }
        return options.containsKey("plaintext") ? config.plaintext() : config;
    }

    @Async
    private static Task<Void> live(ClusterConfig config) throws IOException {
        try (ClusterNode node = await(Cluster.join("trial", config))) {
            node.serve(ECHO, OneNode::echo);
            node.serveEntities(THING, id -> message -> Task.of(message + " by " + id + " on " + node.name()));
            spawn("says who is there", watch(node.members()));
            await(obey(node, new BufferedReader(new InputStreamReader(System.in, UTF_8))));
            await(node.leave(Duration.ofSeconds(1)));
        } catch (IllegalStateException refused) {
            System.out.println("refused: " + refused.getMessage());
        }
        return Task.done();
    }

    @Async
    private static Task<Void> watch(Watch.Observer<List<Member>> members) {
        while (true) {
            System.out.println("there are "
                    + members.get().stream().map(Member::name).sorted().collect(Collectors.joining(", ")));
            await(members.changed());
        }
    }

    /** Answers, or fails in a method that another one awaits. */
    @Async
    private static Task<String> echo(String text) {
        return Task.of(await(checked(text)));
    }

    @Async
    private static Task<String> checked(String text) {
        if (text.equals("nothing")) {
            throw new IllegalArgumentException("nothing is no echo");
        }
        return Task.of(text);
    }

    @Async
    private static Task<Void> obey(ClusterNode node, BufferedReader lines) throws IOException {
        for (String line = await(blocking(lines::readLine)); line != null; line = await(blocking(lines::readLine))) {
            String[] words = line.split(" ");
            await(
                    words[0].equals("entity")
                            ? tell(node.entity(THING, words[1]).ask("told", Duration.ofSeconds(20)))
                            : tell(node.member(words[1]).ask(ECHO, words[2], Duration.ofSeconds(20))));
        }
        return Task.done();
    }

    @Async
    private static Task<Void> tell(Awaitable<String> asked) {
        try {
            System.out.println("answer: " + await(asked));
        } catch (ClusterException failure) {
            System.out.println("failure: " + failure);
            Arrays.stream(failure.getStackTrace()).forEach(frame -> System.out.println("  at " + frame));
            System.out.println("  end");
        }
        return Task.done();
    }

    /** Runs one. */
    public static void main(String[] args) throws IOException, GeneralSecurityException {
        Quiet.jgroups();
        Map<String, String> options = Arrays.stream(args)
                .map(argument -> argument.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        ClusterConfig config = config(options);
        run(live(config));
    }
}
