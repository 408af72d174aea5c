// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.io.IOException;
import java.util.List;

/** The lines of a text, as they are made. */
final class Lines {
    /** How many different frames of a stack are shown at its top, and how many at its bottom. */
    private static final int MOST_FRAMES = 40;

    private static final int MOST_LAST_FRAMES = 20;

    private final Appendable out;
    private final boolean locals;

    Lines(Appendable out, DumpOptions options) {
        this.out = options.ascii() ? new AsciiLines(out) : out;
        this.locals = options.locals();
    }

    void line(String text) throws IOException {
        out.append(text).append('\n');
    }

    /** What an entry is and awaits, and its stack. */
    void entry(Entry entry) throws IOException {
        String awaits = Phrases.awaits(entry, id -> false);
        line(Phrases.head(entry) + (awaits.isEmpty() ? "" : "  " + awaits));
        stack("    ", entry.task());
    }

    /** The stack of a task, and that of a thread that works for it. */
    void stack(String before, TaskInfo task) throws IOException {
        frames(before, task.stack());
        WaitInfo wait = task.awaits();
        if (wait != null && !wait.thread().isEmpty()) {
            line(before + "the thread that works for it:");
            frames(before + "    ", wait.thread());
        }
    }

    /** A line for each frame, with repeated ones counted and very deep stacks cut in the middle. */
    void frames(String before, List<FrameInfo> stack) throws IOException {
        int place = 0;
        int shown = 0;
        while (place < stack.size()) {
            if (shown == MOST_FRAMES && stack.size() - place > MOST_LAST_FRAMES) {
                int left = stack.size() - place - MOST_LAST_FRAMES;
                line(before + "… " + Words.count(left, "frame") + " more");
                place += left;
            }
            int next = place + 1;
            while (next < stack.size() && stack.get(next).equals(stack.get(place))) {
                next++;
            }
            frame(before, stack.get(place), next - place);
            place = next;
            shown++;
        }
    }

    private void frame(String before, FrameInfo frame, int times) throws IOException {
        line(before + "at " + Words.frame(frame) + (times == 1 ? "" : " ×" + times));
        if (locals) {
            for (FrameInfo.Local local : frame.locals()) {
                line(before + "    " + Words.plain(local.name()) + " = " + Words.plain(local.value()));
            }
        }
    }
}
