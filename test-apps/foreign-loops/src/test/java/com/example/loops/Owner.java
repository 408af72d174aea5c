// SPDX-License-Identifier: Apache-2.0
package com.example.loops;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.swing.SwingUtilities;

/** Who runs the thread on which a loop makes its turns. */
enum Owner {
    NETTY {
        @Override
        Running start() {
            MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
            return new Running(
                    group.next(),
                    () -> group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly());
        }
    },

    VERTX {
        @Override
        Running start() {
            Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
            Context context = vertx.getOrCreateContext();
            return new Running(
                    work -> context.runOnContext(nothing -> work.run()),
                    () -> vertx.close()
                            .toCompletionStage()
                            .toCompletableFuture()
                            .join());
        }
    },

    SWING {
        @Override
        Running start() {
            return new Running(SwingUtilities::invokeLater, () -> {});
        }
    };

    /** Starts the thread. */
    abstract Running start();

    /** The thread, for which an executor stands, until it is closed. */
    record Running(Executor executor, Runnable end) implements AutoCloseable {
        @Override
        public void close() {
            end.run();
        }
    }
}
