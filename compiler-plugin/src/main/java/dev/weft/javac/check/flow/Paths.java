// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check.flow;

import com.sun.source.tree.Tree;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The paths through a method: the facts of the one that is being walked, and of those that wait for it elsewhere. Where
 * paths meet, only what is so on both is certain. Null is where no path leads, as behind a return.
 */
final class Paths {
    private final Map<Tree, Facts> behind = new HashMap<>();
    private final Map<Tree, Facts> nextTurn = new HashMap<>();
    private final Deque<Caught> caught = new ArrayDeque<>();

    private @Nullable Facts now = Facts.NONE;

    /** What is certain in the catch blocks of a try. */
    private static final class Caught {
        private @Nullable Facts facts;
    }

    @Nullable
    Facts now() {
        return now;
    }

    /** Goes on from where this is certain. */
    void goOn(@Nullable Facts facts) {
        now = facts;
    }

    /** Something happens, if a path leads here. */
    void step(UnaryOperator<Facts> change) {
        if (now != null) {
            now = change.apply(now);
        }
    }

    void meet(@Nullable Facts other) {
        now = Facts.join(now, other);
    }

    // ------------------------------------------------------------------ jumps

    void end() {
        now = null;
    }

    /** Null is the end of the method, or no target at all. */
    void jumpBehind(@Nullable Tree target) {
        jump(target, behind);
    }

    void jumpToNextTurn(@Nullable Tree loop) {
        jump(loop, nextTurn);
    }

    private void jump(@Nullable Tree target, Map<Tree, Facts> arrivals) {
        if (now != null && target != null) {
            arrivals.merge(target, now, Facts::join);
        }
        end();
    }

    /** Meets the jumps that lead behind a statement or expression. */
    void arriveBehind(Tree target) {
        meet(behind.remove(target));
    }

    /** Meets the jumps that lead to the end of a loop's body. */
    void arriveAtNextTurn(Tree loop) {
        meet(nextTurn.remove(loop));
    }

    // ------------------------------------------------------------------ exceptions

    /** Any call may: what a catch block knows is what is certain behind each call of its try. */
    void mayThrow() {
        caught.forEach(each -> each.facts = Facts.join(each.facts, now));
    }

    void enterTry() {
        caught.push(new Caught());
    }

    /** Returns what is certain when something was thrown; null if nothing was. */
    @Nullable
    Facts leaveTry() {
        return caught.pop().facts;
    }
}
