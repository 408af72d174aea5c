// SPDX-License-Identifier: Apache-2.0
package com.example.targets.shapes;

import static dev.weft.Weft.await;

import com.example.targets.Trail;
import dev.weft.Async;
import dev.weft.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * Every kind of loop, with awaits in all of its parts. Holds off (docs/weaving-limits.md): Loops without an exit; Handlers that
 * see the weaver's own code.
 */
@SuppressWarnings("weft:CancellationSwallowed") // nobody cancels them
public final class LoopShapes {
    private LoopShapes() {}

    @Async
    public static Task<Integer> forLoop(Trail t) {
        int sum = 0;
        for (int i = await(t.later(1)); i < await(t.later(6)); i += await(t.later(2))) {
            sum += await(t.later(i)) * 10;
            t.add("i=" + i + " sum=" + sum);
        }
        return Task.of(sum);
    }

    @Async
    public static Task<Integer> whileLoop(Trail t) {
        int left = 4;
        while (await(t.later(left)) > 0) {
            left--;
            t.add("left " + left);
            if (left == 2) {
                continue;
            }
            await(t.later(left));
            t.add("after " + left);
        }
        return Task.of(left);
    }

    @Async
    public static Task<Integer> doLoop(Trail t) {
        int turns = 0;
        do {
            turns += await(t.later(1));
            t.add("turn " + turns);
        } while (await(t.later(turns)) < 3);
        return Task.of(turns);
    }

    @Async
    public static Task<String> forEach(Trail t) {
        StringBuilder text = new StringBuilder();
        for (String word : await(t.later(Arrays.asList("a", "b", "c")))) {
            text.append(await(t.later(word)));
        }
        for (int n : new int[] {1, await(t.later(2)), 3}) {
            text.append(await(t.later(n)));
        }
        return Task.of(text.toString());
    }

    @Async
    public static Task<Integer> labelled(Trail t) {
        int steps = 0;
        outer:
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                steps++;
                if (await(t.later(j)) == 2) {
                    t.add("next " + i);
                    continue outer;
                }
                if (await(t.later(i)) == 2) {
                    t.add("leave " + j);
                    break outer;
                }
                t.add(i + "," + j);
            }
        }
        return Task.of(steps);
    }

    @Async
    public static Task<Long> nested(Trail t) {
        long sum = 0;
        for (int i = 0; i < 3; i++) {
            long row = await(t.later(10L)) * i;
            int j = i;
            while (j-- > 0) {
                sum += row + await(t.later(j));
                t.add(sum);
            }
            do {
                sum++;
            } while (await(t.later(false)));
        }
        return Task.of(sum);
    }

    @Async
    public static Task<Void> noNormalExit(Trail t) {
        int i = 0;
        for (; ; ) {
            t.add("round " + i);
            if (await(t.later(i++)) == 3) {
                throw new IllegalStateException("after " + i);
            }
        }
    }

    @Async
    public static Task<Integer> returnsFromTheMiddle(Trail t) {
        for (int i = 0; ; i++) {
            if (await(t.later(i)) == 2) {
                return Task.of(i * 100);
            }
        }
    }

    @Async
    public static Task<Integer> breaksOutOfABlock(Trail t) {
        int value = await(t.later(1));
        block:
        {
            if (await(t.later(true))) {
                break block;
            }
            value = 99;
        }
        return Task.of(value);
    }

    @Async
    public static Task<List<Integer>> iteratorAcrossAwaits(Trail t) {
        List<Integer> values = new ArrayList<>(Arrays.asList(1, 2, 3, 4));
        Iterator<Integer> iterator = values.iterator();
        while (iterator.hasNext()) {
            if (await(t.later(iterator.next())) % 2 == 0) {
                iterator.remove();
            }
        }
        return Task.of(values);
    }

    @Async
    public static Task<Integer> variableDefinedInALaterTurn(Trail t) {
        String seen = null;
        int nulls = 0;
        for (int i = 0; i < 3; i++) {
            if (seen == null) {
                nulls++;
            }
            await(t.later(i));
            if (i == 1) {
                seen = await(t.later("now"));
            }
            t.add(seen);
        }
        return Task.of(nulls);
    }

    @Async
    public static Task<Integer> thousandsOfTurns(Trail t) {
        int sum = 0;
        for (int i = 0; i < 1000; i++) {
            sum += await(t.later(i));
        }
        return Task.of(sum);
    }

    /** There is no way out but the exception, and no code behind the loop. */
    @Async
    public static Task<Void> infiniteWithATryInside(Trail t) {
        int n = 0;
        while (true) {
            try {
                n += await(t.later(1));
                if (n == 5) {
                    throw new Error("left with " + await(t.later(n)));
                }
            } catch (RuntimeException e) {
                t.add("never");
            } finally {
                t.add("turn " + n);
            }
        }
    }

    @Async
    public static Task<Void> infiniteLoopsInside(Trail t) {
        int n = await(t.later(0));
        outer:
        do {
            for (; ; ) {
                if (await(t.later(++n)) % 3 == 0) {
                    continue outer;
                }
                while (true) {
                    if (n > 6) {
                        throw new IllegalStateException("at " + n);
                    }
                    if (await(t.later(true))) {
                        break;
                    }
                }
            }
        } while (true);
    }

    @Async
    public static Task<String> labelledBlocksAndLoops(Trail t) {
        String out = "";
        rows:
        for (String row : Arrays.asList("ab", "cd", "ef", "gh")) {
            columns:
            for (char c : row.toCharArray()) {
                switch (await(t.later(c))) {
                    case 'a':
                        continue columns;
                    case 'c':
                        continue rows;
                    case 'f':
                        break columns;
                    case 'g':
                        break rows;
                    default:
                        out += await(t.later(c));
                }
                check:
                {
                    if (await(t.later(c == 'b'))) {
                        break check;
                    }
                    out += "!";
                }
            }
            out += ";";
        }
        return Task.of(out);
    }

    @Async
    public static Task<Integer> continueInDo(Trail t) {
        int n = 0;
        do {
            if (await(t.later(n)) == 2) {
                continue;
            }
            t.add("at " + n);
        } while (await(t.later(++n)) < 4 && await(t.later(true)));
        return Task.of(n);
    }

    @Async
    public static Task<String> iterables(Trail t) {
        String out = "";
        Iterable<Integer> counted = () -> new Iterator<Integer>() {
            private int n;

            @Override
            public boolean hasNext() {
                return n < 3;
            }

            @Override
            public Integer next() {
                t.add("next " + n);
                return n++;
            }
        };
        for (int each : counted) {
            out += each + await(t.later(each));
        }
        for (long wide : new long[] {1, await(t.later(2L))}) {
            out += wide + await(t.later(wide));
        }
        for (String[] row : new String[][] {{"a", "b"}, {}, {await(t.later("c"))}}) {
            for (String cell : row) {
                out += cell + await(t.later(row.length));
            }
        }
        for (List<Integer> list : Arrays.asList(Arrays.asList(1, 2), new ArrayList<Integer>())) {
            for (Integer boxed : await(t.later(list))) {
                out += boxed + await(t.later(boxed));
            }
        }
        return Task.of(out);
    }
}
