// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import one.convert.Arguments;
import one.convert.CallStack;
import one.convert.FlameGraph;
import one.convert.Frame;

/**
 * A profile as a page that a browser shows without a network: a flame graph by the converter of async-profiler. Its colours are for
 * compiled and interpreted code, and here for what a task does: the legend is replaced, and one colour.
 */
final class FlamePage {
    private static final String C1_COLOUR = "[0xcce880, 20, 20, 20],";
    private static final String GREY = "[0xd8d8d8, 12, 12, 12],";
    private static final String LEGEND_START = "<dl class='frames'>";
    private static final String LEGEND_END = "<dl class='hotkeys'>";

    private static final String LEGEND = """
            <dl class='frames' style='width: auto'>
            \t<dt>Width: task time in milliseconds</dt>
            \t<dd style='background-color: #50e150'>a line of code, its async callers below it</dd>
            \t<dd style='background-color: #e17d00'>[running] on the thread of a loop</dd>
            \t<dd style='background-color: #e15a5a'>[blocked] together with that thread</dd>
            \t<dd style='background-color: #50cccc'>[waiting ...] suspended, on the way to something</dd>
            \t<dd style='background-color: #c8c83c'>[ready] waiting for the thread</dd>
            \t<dd style='background-color: #d8d8d8'>idle: waits that keep nobody waiting</dd>
            </dl>
            """;

    private static final String LEGEND_OF_CHANGES = """
            <dl class='frames' style='width: auto'>
            \t<dt>Width: task time in milliseconds, as it is now</dt>
            \t<dd style='background-color: #ff8080'>more than before</dd>
            \t<dd style='background-color: #8080ff'>less than before</dd>
            \t<dd style='background-color: #ffdd33'>was not there before</dd>
            \t<dd style='background-color: #e0e0e0'>the same; what is gone has no width</dd>
            </dl>
            """;

    private static final Map<String, Byte> COLOURS =
            Map.of("[running]", Frame.TYPE_KERNEL, "[blocked]", Frame.TYPE_NATIVE, "[ready]", Frame.TYPE_CPP);

    private FlamePage() {}

    /** Shows a profile. */
    static String of(CollapsedStacks stacks, String title) {
        return page(graph(stacks, title), LEGEND);
    }

    /** Shows a profile in the colours of what changed since one before. */
    static String ofChanges(CollapsedStacks before, CollapsedStacks after, String title) {
        FlameGraph graph = graph(after, title);
        graph.diff(graph(before, title));
        return page(graph, LEGEND_OF_CHANGES);
    }

    private static FlameGraph graph(CollapsedStacks stacks, String title) {
        FlameGraph graph = new FlameGraph(new Arguments("--title", harmless(title)));
        CallStack frames = new CallStack();
        stacks.numbers().forEach((stack, number) -> {
            frames.clear();
            List<String> names = CollapsedStacks.frames(stack);
            names.forEach(name ->
                    frames.push(shortened(name), colour(name, names.get(0).equals("idle"))));
            graph.addSample(frames, number);
        });
        return graph;
    }

    /** Without what could be HTML: names of tasks and files come from anywhere. */
    private static String harmless(String text) {
        return text.replace('<', '‹').replace('>', '›');
    }

    /** Without its package, as there is little room. */
    private static String shortened(String frame) {
        return harmless(frame).replaceFirst("^([\\w$]+\\.)*(?=[\\w$]+\\.[\\w$‹›]+\\()", "");
    }

    private static byte colour(String frame, boolean isIdle) {
        if (isIdle) {
            return Frame.TYPE_C1_COMPILED;
        }
        return frame.startsWith("[waiting ")
                ? Frame.TYPE_INLINED
                : COLOURS.getOrDefault(frame, Frame.TYPE_JIT_COMPILED);
    }

    private static String page(FlameGraph graph, String legend) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            graph.dump(bytes);
        } catch (IOException impossible) {
            throw new IllegalStateException("no page could be made of a profile", impossible);
        }
        String page = bytes.toString(UTF_8);
        int start = page.indexOf(LEGEND_START);
        int end = page.indexOf(LEGEND_END);
        return page.substring(0, start) + legend + page.substring(end).replace(C1_COLOUR, GREY);
    }
}
