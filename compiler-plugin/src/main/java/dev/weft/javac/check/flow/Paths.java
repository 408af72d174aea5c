// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check.flow;

import com.sun.source.tree.Tree;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/**
 * The paths through a method: the facts of the one that is being walked, and of those that wait for it elsewhere. Where
 * paths meet, only what is so on both is certain. Null is where no path leads, as behind a return.
 */
final class Paths {
    private final Map<Tree, Facts> behind = new HashMap<>();
    private final Map<Tree, Facts> nextTurn = new HashMap<>();
    private final Deque<Thrown> tries = new ArrayDeque<>();

    private @Nullable Facts now = Facts.NONE;

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

    /** Nothing is certain any more, if a path leads here. */
    void forget() {
        step(all -> Facts.NONE);
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

    /** What stands here may throw, and besides what is unchecked these, which are checked, or any at all if that is null. */
    void mayThrow(@Nullable List<? extends TypeMirror> checked) {
        if (now != null && !tries.isEmpty()) {
            tries.element().add(now, checked);
        }
    }

    void enterTry() {
        tries.push(new Thrown());
    }

    boolean isInTry() {
        return !tries.isEmpty();
    }

    /** Returns what comes out of the try. */
    Thrown leaveTry() {
        return tries.pop();
    }

    /** The try around this gets what comes out of it, for nobody knows which exceptions are caught. */
    void throwOn(Thrown thrown) {
        if (!tries.isEmpty()) {
            tries.element().addAll(thrown);
        }
    }
}
