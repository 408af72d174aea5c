// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;

import com.example.zoo.Scene;
import com.example.zoo.Scenes;
import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.sync.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Tasks that stand, hang, block and spin, for whoever wants to look at some from outside. The argument names the scenes, such as
 * {@code chain,crowd=100000}; without one there are all that need no processor. Prints {@code ready PID} when everything stands where it
 * should, and ends when its standard input does.
 */
public final class Zoo {
    private Zoo() {}

    @Async
    static Task<Void> open(List<String> names) throws Exception {
        Event closingTime = new Event("closing time");
        for (String name : names) {
            String[] parts = name.split("=", 2);
            Scene scene = Scenes.named(parts[0]);
            await(scene.open(parts.length > 1 ? parts[1] : ""));
        }
        closeWithStandardInput(EventLoop.current(), closingTime);
        System.out.println("ready " + ProcessHandle.current().pid());
        await(closingTime.untilSet());
        return Task.done();
    }

    private static void closeWithStandardInput(EventLoop loop, Event closingTime) {
        Thread visitor = new Thread(() -> untilStandardInputEnds(loop, closingTime), "visitor");
        visitor.setDaemon(true);
        visitor.start();
    }

    private static void untilStandardInputEnds(EventLoop loop, Event closingTime) {
        try {
            while (System.in.read() >= 0) {
                continue;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        loop.post(closingTime::set);
    }

    /** Runs the sample. */
    public static void main(String[] args) throws Exception {
        run(open(args.length > 0 ? List.of(args[0].split(",")) : new ArrayList<>(Scenes.STANDING)));
        System.exit(0); // some loops of scenes answer nobody
    }
}
