// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.net;

import dev.weft.benchmarks.net.Load.Kind;
import dev.weft.benchmarks.net.server.Keys;
import dev.weft.benchmarks.net.server.NettyDatagrams;
import dev.weft.benchmarks.net.server.NettyServer;
import dev.weft.benchmarks.net.server.NioDatagrams;
import dev.weft.benchmarks.net.server.NioServer;
import dev.weft.benchmarks.net.server.VertxServer;
import dev.weft.benchmarks.net.server.VirtualThreadServer;
import dev.weft.benchmarks.net.server.WeftDatagrams;
import dev.weft.benchmarks.net.server.WeftServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A server that is compared.
 *
 * @param name what results call it
 * @param command starts it, but for the program, the port and the mode
 * @param programs what is started for each kind of load that it takes, and what comes after port and mode
 */
record Variant(String name, List<String> command, Map<Kind, Program> programs) {
    private static final String EXPORTS = "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED";
    private static final List<String> EPOLL = List.of("-Dweft.backend=epoll", EXPORTS);
    private static final List<String> RING = List.of("-Dweft.backend=io_uring", EXPORTS);

    private static final List<Kind> TCP = List.of(Kind.ECHO, Kind.ANSWER, Kind.SHORT);

    /**
     * A program.
     *
     * @param main the class, or nothing where the command is all of it
     * @param last its last arguments
     */
    record Program(List<String> main, List<String> last) {
        static Program of(Class<?> main, String... last) {
            return new Program(List.of(main.getName()), List.of(last));
        }
    }

    /** All that this machine and this JDK can run. Says which are left out. */
    static List<Variant> all(Settings settings, Jdk jdk, NativePrograms programs) throws IOException {
        List<Variant> variants = new ArrayList<>();
        variants.add(nio(settings, jdk, "nio", "shared"));
        variants.add(nio(settings, jdk, "nio-own-buffers", "own"));
        variants.add(weft(settings, jdk, "weft", List.of("-Dweft.backend=nio")));
        if (jdk.feature() >= 22) {
            variants.add(weft(settings, jdk, "weft-epoll", EPOLL));
            variants.add(weft(settings, jdk, "weft-io_uring", RING));
        } else {
            System.out.println(
                    "LEFT OUT weft-epoll and weft-io_uring: JDK " + jdk.version() + " has no java.lang.foreign");
        }
        variants.add(netty(settings, jdk, "nio"));
        if (System.getProperty("os.arch").equals("amd64")) {
            variants.add(netty(settings, jdk, "epoll"));
            variants.add(netty(settings, jdk, "io_uring"));
        } else {
            System.out.println("LEFT OUT netty-epoll and netty-io_uring: their native part is here for x86-64 alone");
        }
        variants.add(java(settings, jdk, "vertx", List.of(), tcp(Program.of(VertxServer.class))));
        if (jdk.feature() >= 21) {
            variants.add(java(settings, jdk, "virtual-threads", List.of(), tcp(Program.of(VirtualThreadServer.class))));
        } else {
            System.out.println("LEFT OUT virtual-threads: JDK " + jdk.version() + " has none");
        }
        programs.compile("epoll-server").ifPresent(path -> variants.add(program("c-epoll", path)));
        programs.compile("uring-server").ifPresent(path -> variants.add(program("c-io_uring", path)));
        programs.compile("uv-server", "-luv").ifPresent(path -> variants.add(program("libuv", path)));
        programs.compileRust("tokio-server").ifPresent(path -> variants.add(program("tokio", path)));
        return variants.stream()
                .filter(variant -> settings.takesVariant(variant.name))
                .toList();
    }

    private static Map<Kind, Program> tcp(Program program) {
        Map<Kind, Program> programs = new EnumMap<>(Kind.class);
        TCP.forEach(kind -> programs.put(kind, program));
        return programs;
    }

    private static Variant program(String name, Path path) {
        Program whole = new Program(List.of(), List.of());
        return new Variant(name, List.of(path.toString()), Map.of(Kind.ECHO, whole, Kind.ANSWER, whole));
    }

    private static Variant nio(Settings settings, Jdk jdk, String name, String buffers) {
        Program program = Program.of(NioServer.class, buffers);
        Map<Kind, Program> programs = tcp(program);
        programs.put(Kind.LOOPS, program);
        programs.put(Kind.IDLE, program);
        if (buffers.equals("shared")) {
            programs.put(Kind.DATAGRAMS, Program.of(NioDatagrams.class));
        }
        return java(settings, jdk, name, List.of(), programs);
    }

    private static Variant weft(Settings settings, Jdk jdk, String name, List<String> backend) {
        Map<Kind, Program> programs = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            programs.put(kind, Program.of(WeftServer.class));
        }
        programs.put(Kind.DATAGRAMS, Program.of(WeftDatagrams.class));
        List<String> options = new ArrayList<>(List.of("-javaagent:" + settings.agent()));
        options.addAll(backend);
        return java(settings, jdk, name, options, programs);
    }

    private static Variant netty(Settings settings, Jdk jdk, String transport) {
        Map<Kind, Program> programs = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            programs.put(kind, Program.of(NettyServer.class, transport));
        }
        if (transport.equals("io_uring")) {
            programs.remove(Kind.DATAGRAMS);
        } else {
            programs.put(Kind.DATAGRAMS, Program.of(NettyDatagrams.class, transport));
        }
        return java(settings, jdk, "netty-" + transport, List.of(), programs);
    }

    private static Variant java(
            Settings settings, Jdk jdk, String name, List<String> more, Map<Kind, Program> programs) {
        List<String> command = new ArrayList<>(List.of(jdk.launcher()));
        command.addAll(jdk.options());
        command.addAll(more);
        command.addAll(List.of("-D" + Keys.PROPERTY + "=" + settings.keys(), "-cp", classPath(settings)));
        return new Variant(name, List.copyOf(command), programs);
    }

    boolean takes(Load load) {
        return programs.containsKey(load.kind());
    }

    private static String classPath(Settings settings) {
        return settings.target().resolve("classes")
                + File.pathSeparator
                + settings.target().resolve("libraries").resolve("*");
    }

    List<String> command(int port, Load load) {
        Program program = Objects.requireNonNull(programs.get(load.kind()));
        List<String> all = new ArrayList<>(command);
        all.addAll(program.main());
        all.addAll(List.of(Integer.toString(port), load.kind().mode()));
        all.addAll(program.last());
        return all;
    }
}
