// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import java.util.ArrayList;
import java.util.List;

/**
 * A generated program. The seed says everything about it: what it does, for which Java it is compiled, and with which debug
 * information.
 *
 * @param seed the seed
 * @param release the Java version of its source and of its class files
 * @param debug javac's {@code -g} or {@code -g:none}
 * @param file its only file
 */
record Program(long seed, int release, String debug, Node file) {
    private static final List<Integer> RELEASES = List.of(8, 11, 17, 21, 25);

    private static final String IMPORTS = """
            import static dev.weft.Weft.await;
            import static dev.weft.Weft.emit;
            import dev.weft.Async;
            import dev.weft.AsyncGenerator;
            import dev.weft.Task;
            import dev.weft.proof.generated.GeneratedTrail;
            import dev.weft.proof.generated.Pair;
            import dev.weft.proof.generated.Resource;
            import java.io.FileNotFoundException;
            import java.io.IOException;
            import java.util.Arrays;
            import java.util.List;
            import java.util.concurrent.CompletableFuture;
            import java.util.concurrent.CompletionStage;""";

    private static final String FIELDS = """
            boolean z;
            byte b = 1;
            short s = 2;
            char c = 'c';
            int i = 4;
            long l = 5;
            float f = 6;
            double d = 7;
            String text = "t";
            Object any = 8;
            final int[] ia = {1, 2};
            static long shared;""";

    private static final String STATE = """
            String state() {
            return z + "," + b + s + (int) c + "," + i + "," + l + "," + f + "," + d + text + ia[0] + ia[1] + shared;
            }""";

    private static final String OP = """
            interface Op<A, R> {
            Task<R> run(GeneratedTrail t, P p, A a) throws Exception;
            }""";

    private static final String SOURCE = """
            interface Source<A, E> {
            AsyncGenerator<E> each(GeneratedTrail t, P p, A a) throws Exception;
            }""";

    static Program of(long seed) {
        int release = release(seed);
        String debug = seed / RELEASES.size() % 2 == 0 ? "-g" : "-g:none";
        Draw draw = new Draw(seed);
        Node members = new Members(draw, Dialect.of(draw, release)).block();
        List<Node> fixed = new ArrayList<>(lines(FIELDS));
        fixed.add(Node.statement(STATE));
        fixed.add(Node.statement(OP));
        fixed.add(Node.statement(SOURCE));
        Node file = Node.statement(
                "package gen.s" + seed + ";\n#0\npublic class P {\n#1\n#2\n}",
                Node.block(lines(IMPORTS)),
                Node.block(fixed),
                members);
        return new Program(seed, release, debug, file);
    }

    private static List<Node> lines(String text) {
        return text.lines().map(Node::statement).toList();
    }

    /** The Java version of a seed's program. */
    static int release(long seed) {
        return RELEASES.get((int) (seed % RELEASES.size()));
    }

    Program with(Node changed) {
        return new Program(seed, release, debug, changed);
    }

    String packageName() {
        return "gen.s" + seed;
    }

    String className() {
        return className(seed);
    }

    static String className(long seed) {
        return "gen.s" + seed + ".P";
    }

    String source() {
        return file.source();
    }
}
