// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a text says of an entry on one line: what it is, what it waits for, and where it comes from. */
final class Phrases {
    /** The kinds of waits for something that tasks have, and give back. */
    private static final Set<String> HELD = Set.of("mutex", "rwlock", "semaphore", "pool", "mailbox");

    /** As {@link Duration#toString} writes it, by itself: no part of a word or of a name. */
    private static final Pattern DURATION = Pattern.compile("(?<![\\w\"])PT[0-9HMS.-]+(?![\\w\"])");

    private Phrases() {}

    /** {@code #1.7…#1.1006 fetch-* ×1000  SUSPENDED 0.8–1.1 s}. */
    static String head(Entry entry) {
        TaskInfo task = entry.task();
        StringBuilder head = new StringBuilder(entry.ids());
        String names = entry.names();
        head.append(names.isEmpty() ? "" : ' ' + names);
        long count = entry.count();
        head.append(count == 1 ? "" : " ×" + count).append("  ").append(task.state());
        Span since = entry.since();
        head.append(since == null ? "" : ' ' + Words.time(since));
        head.append(task.lost() ? "  LOST: nobody can have it go on" : "");
        head.append(task.cancelling() == 0 ? "" : "  cancelled");
        String served = entry.served();
        head.append(served.isEmpty() ? "" : "  serves " + served);
        long moving = entry.moving();
        head.append(moving == 0 ? "" : count == 1 ? "  moving" : "  " + moving + " moving");
        return head.toString();
    }

    /** {@code awaits mutex "acct-2", locked, 1 waiting, held by #1.10 transfer-b}; empty if it awaits nothing. */
    static String awaits(Entry entry, Predicate<String> isBelow) {
        WaitInfo wait = entry.task().awaits();
        if (wait == null) {
            return "";
        }
        if (wait.remote() != null) {
            return awaitsRemote(entry, isBelow);
        }
        boolean isTask = isTask(wait);
        List<String> parts = new ArrayList<>();
        add(parts, "", isTask ? "" : entry.details());
        add(parts, isTask ? "" : has(wait) + ' ', entry.awaited(isTask ? id -> false : isBelow));
        String said = Words.plain(wait.kind()) + ' ' + String.join(", ", parts);
        String owners = entry.owners();
        add(
                parts,
                HELD.contains(wait.kind()) ? has(wait) + ' ' : "owner ",
                said.contains(owners) || wait.kind().equals("blocking") ? "" : owners);
        String ids = entry.awaitedIds();
        boolean isNamed = said.indexOf('"') >= 0; // so people know which one it is
        add(parts, "", isTask || isNamed || ids.startsWith(wait.kind()) || said.contains(ids) ? "" : ids);
        Span due = entry.due();
        add(parts, "", due == null ? "" : Words.due(due));
        return "awaits " + (Words.plain(wait.kind()) + ' ' + String.join(", ", parts)).strip();
    }

    /** {@code awaits remote price on b 127.0.0.1:7801, request a/17, sent 1.2 s ago, due in 800 ms}. */
    private static String awaitsRemote(Entry entry, Predicate<String> isBelow) {
        List<String> parts = new ArrayList<>();
        add(parts, "", entry.remotes(RemoteInfo::place));
        add(parts, "request ", entry.remotes(RemoteInfo::request));
        Span sent = entry.sent();
        add(parts, "sent ", sent == null ? "" : Words.time(sent) + " ago");
        add(parts, "served by ", entry.awaited(isBelow));
        Span due = entry.due();
        add(parts, "", due == null ? "" : Words.due(due));
        return "awaits remote " + String.join(", ", parts);
    }

    private static boolean isTask(WaitInfo wait) {
        return wait.kind().equals("task") && !wait.tasks().isEmpty();
    }

    private static void add(List<String> parts, String before, String part) {
        if (!part.isEmpty()) {
            parts.add(before + part);
        }
    }

    /** A wait for a task: {@code mutex "acct-2", locked, 1 waiting, held by #1.10 transfer-b}. */
    static String waitFor(WaitInfo wait, String task) {
        String kind = Words.plain(wait.kind());
        if (wait.remote() != null) {
            return "remote " + Words.plain(wait.remote().toString()) + ", served by " + task;
        }
        return isTask(wait) ? kind + ' ' + task : (kind + ' ' + detail(wait)).strip() + ", " + has(wait) + ' ' + task;
    }

    /** Whoever wants to read behind one that wants to write waits for that one, which does not have the lock either. */
    private static String has(WaitInfo wait) {
        return HELD.contains(wait.kind()) && !wait.detail().endsWith(", behind a writer") ? "held by" : "for";
    }

    /** What is said of the thing that is awaited. Durations are written as other times are, those of the clauses of a select as well. */
    static String detail(WaitInfo wait) {
        return DURATION.matcher(Words.plain(wait.detail()))
                .replaceAll(duration -> Matcher.quoteReplacement(time(duration.group())));
    }

    private static String time(String duration) {
        try {
            return Words.time(Duration.parse(duration).toNanos());
        } catch (DateTimeParseException | ArithmeticException other) {
            return duration;
        }
    }
}
