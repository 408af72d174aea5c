// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.run;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.io.ByteStream;
import dev.weft.process.Command;
import dev.weft.process.Subprocess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Two processes, the output of one of which is the input of the other: what a shell writes as {@code printf … | sort}. */
public final class Pipeline {
    private static final Duration GRACE = Duration.ofSeconds(5);

    private Pipeline() {}

    // region pipeline
    @Async
    static Task<Void> pipe(Command first, Command second) throws IOException {
        Subprocess source = await(first.start());
        try {
            Subprocess target = await(second.start());
            try {
                System.out.print(await(gather(copy(source.stdout(), target.stdin()), text(target.stdout())))
                        .second());
                System.out.println(first + " " + await(source.exited()));
                System.out.println(second + " " + await(target.exited()));
            } finally {
                await(target.stop(GRACE)); // which has ended already, if all went well
            }
        } finally {
            await(source.stop(GRACE));
        }
        return Task.done();
    }

    @Async
    static Task<Void> copy(ByteStream from, ByteStream to) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(8192);
        while (await(from.read(buffer)) >= 0) {
            await(to.write(buffer.flip()));
            buffer.clear();
        }
        to.close(); // the end of what the process reads
        return Task.done();
    }
    // endregion

    @Async
    static Task<String> text(ByteStream from) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] bytes = await(from.read(8192)); bytes.length > 0; bytes = await(from.read(8192))) {
            all.writeBytes(bytes);
        }
        return Task.of(all.toString(UTF_8));
    }

    /** Runs the sample. */
    public static void main(String[] args) throws IOException {
        run(pipe(Command.of("printf", "pear\napple\nplum\n"), Command.of("sort")));
    }
}
