// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.net;

import dev.weft.benchmarks.net.server.NettyServer;
import dev.weft.benchmarks.net.server.NioServer;
import dev.weft.benchmarks.net.server.VertxServer;
import dev.weft.benchmarks.net.server.VirtualThreadServer;
import dev.weft.benchmarks.net.server.WeftServer;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A server that is compared.
 *
 * @param name what results call it
 * @param command starts it, but for the port and the mode
 * @param last what comes after those
 */
record Variant(String name, List<String> command, List<String> last) {
    /** All that this machine and this JDK can run. Says which are left out. */
    static List<Variant> all(Settings settings, Jdk jdk, NativePrograms programs) {
        List<Variant> variants = new ArrayList<>();
        variants.add(java(settings, jdk, "nio", NioServer.class, "shared"));
        variants.add(java(settings, jdk, "nio-own-buffers", NioServer.class, "own"));
        variants.add(weft(settings, jdk));
        variants.add(java(settings, jdk, "netty-nio", NettyServer.class, "nio"));
        if (System.getProperty("os.arch").equals("amd64")) {
            variants.add(java(settings, jdk, "netty-epoll", NettyServer.class, "epoll"));
        } else {
            System.out.println("LEFT OUT netty-epoll: its native part is here for x86-64 alone");
        }
        variants.add(java(settings, jdk, "vertx", VertxServer.class));
        if (jdk.feature() >= 21) {
            variants.add(java(settings, jdk, "virtual-threads", VirtualThreadServer.class));
        } else {
            System.out.println("LEFT OUT virtual-threads: JDK " + jdk.version() + " has none");
        }
        programs.compile("epoll-server").ifPresent(path -> variants.add(program("c-epoll", path)));
        programs.compile("uv-server", "-luv").ifPresent(path -> variants.add(program("libuv", path)));
        return variants.stream()
                .filter(variant -> settings.takesVariant(variant.name))
                .toList();
    }

    private static Variant program(String name, Path path) {
        return new Variant(name, List.of(path.toString()), List.of());
    }

    private static Variant weft(Settings settings, Jdk jdk) {
        return java(settings, jdk, List.of("-javaagent:" + settings.agent()), "weft", WeftServer.class);
    }

    private static Variant java(Settings settings, Jdk jdk, String name, Class<?> main, String... last) {
        return java(settings, jdk, List.of(), name, main, last);
    }

    private static Variant java(
            Settings settings, Jdk jdk, List<String> more, String name, Class<?> main, String... last) {
        List<String> command = new ArrayList<>(List.of(jdk.launcher()));
        command.addAll(jdk.options());
        command.addAll(more);
        command.addAll(List.of("-cp", classPath(settings), main.getName()));
        return new Variant(name, List.copyOf(command), List.of(last));
    }

    private static String classPath(Settings settings) {
        return settings.target().resolve("classes")
                + File.pathSeparator
                + settings.target().resolve("libraries").resolve("*");
    }

    List<String> command(int port, Load load) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(Integer.toString(port), load.mode()));
        all.addAll(last);
        return all;
    }
}
