// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.rewrite;

import dev.weft.weave.analysis.AsyncMethod;
import dev.weft.weave.analysis.Flow;
import dev.weft.weave.analysis.Monitors;
import dev.weft.weave.analysis.ReturnKind;
import dev.weft.weave.analysis.RuntimeSymbols;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Makes returns explicit, on a copy of the method: {@code return task} becomes {@code return await(task)}, {@code return
 * Task.of(value)} becomes {@code return value}.
 *
 * <p>The await belongs where the task is made, not where the method is left: in {@code try { return close(); } finally {
 * … }} the call has to run before the finally block does, and inside the try. javac leaves the range of the try, and
 * runs the finally block, between the two; so the await goes right behind the instruction that makes the value, and what
 * passes it on, such as the variable that javac keeps it in meanwhile, then holds the result instead of the task (decision 3).
 */
public final class ReturnAwaits {
    private final ReturnKind returns;
    private final MethodNode body;
    private final ReturnedCalls calls;
    private final ValueFlow flow;
    private final ReturnTemporaries temporaries;

    /** The instructions that run while the method holds a monitor. */
    private final Set<AbstractInsnNode> underMonitor;

    /** The instructions that make what is returned: the awaits come behind them. */
    private final Set<AbstractInsnNode> producers = new LinkedHashSet<>();

    /** The loads and stores that move it on its way out. */
    private final Set<AbstractInsnNode> carriers = new LinkedHashSet<>();

    private ReturnAwaits(ReturnKind returns, MethodNode body, ReturnedCalls calls) {
        this.returns = returns;
        this.body = body;
        this.calls = calls;
        Flow control = new Flow(body);
        this.flow = ValueFlow.of(body, control);
        this.temporaries = new ReturnTemporaries(body, control, flow);
        this.underMonitor = Monitors.under(body);
    }

    /**
     * Makes the returns of a method explicit.
     *
     * @param method the method as it was compiled
     * @param body a copy of it, which is changed
     */
    public static void insert(AsyncMethod method, MethodNode body) {
        ReturnKind returns = method.returnKind();
        switch (returns) {
            case TASK, STAGE -> {
                ReturnedCalls calls = new ReturnedCalls(returns, body);
                if (!calls.awaitAll()) {
                    new ReturnAwaits(returns, body, calls).insert();
                }
            }
            case NOTHING -> returnNull(body);
            case GENERATOR -> {} // what it returns goes on when it has ended
        }
    }

    /** {@code return;} becomes {@code return null;}, as every body returns an object. */
    private static void returnNull(MethodNode body) {
        for (AbstractInsnNode insn : body.instructions.toArray()) {
            if (insn.getOpcode() == Opcodes.RETURN) {
                body.instructions.insertBefore(insn, new InsnNode(Opcodes.ACONST_NULL));
                body.instructions.set(insn, new InsnNode(Opcodes.ARETURN));
            }
        }
    }

    private void insert() {
        List<AbstractInsnNode> exits = exits();
        Set<AbstractInsnNode> atReturn = returnsThatAwaitThemselves(exits);
        for (AbstractInsnNode exit : exits) {
            if (!atReturn.contains(exit)) {
                follow(exit);
            }
        }
        for (AbstractInsnNode insn : body.instructions) {
            if (insn.getOpcode() == Opcodes.ASTORE && producers.addAll(overriddenCalls(insn))) {
                carriers.add(insn);
            }
        }
        // What held a task now holds its result, of which nothing is known but that it is an object.
        Set<AbstractInsnNode> changed = new HashSet<>(producers);
        changed.addAll(carriers);
        flow.retype(changed);
        for (AbstractInsnNode producer : producers) {
            calls.awaitBehind(producer);
        }
        for (AbstractInsnNode exit : atReturn) {
            body.instructions.insertBefore(exit, calls.awaitCall());
        }
    }

    private List<AbstractInsnNode> exits() {
        List<AbstractInsnNode> exits = new ArrayList<>();
        for (AbstractInsnNode insn : body.instructions) {
            if (insn.getOpcode() == Opcodes.ARETURN && flow.isReachable(insn)) {
                exits.add(insn);
            }
        }
        return exits;
    }

    /** Returns whose value is also used otherwise, or read under a monitor, or shared with such a return. */
    private Set<AbstractInsnNode> returnsThatAwaitThemselves(List<AbstractInsnNode> exits) {
        Set<AbstractInsnNode> found = new LinkedHashSet<>();
        Map<AbstractInsnNode, List<AbstractInsnNode>> exitsBySource = new HashMap<>();
        for (AbstractInsnNode exit : exits) {
            Set<AbstractInsnNode> sources = passedOn(exit);
            for (AbstractInsnNode source : sources) {
                add(exitsBySource, source, exit);
            }
            if (areReadUnderMonitor(sources) || isAnyUsedOtherwise(sources)) {
                found.add(exit);
            }
        }
        addThoseThatShareASource(found, exitsBySource);
        return found;
    }

    private static void add(
            Map<AbstractInsnNode, List<AbstractInsnNode>> lists, AbstractInsnNode key, AbstractInsnNode value) {
        List<AbstractInsnNode> list = lists.get(key);
        if (list == null) {
            list = new ArrayList<>();
            lists.put(key, list);
        }
        list.add(value);
    }

    /** What one of these returns awaits cannot be awaited where it is made, and so not for any other return. */
    private void addThoseThatShareASource(
            Set<AbstractInsnNode> found, Map<AbstractInsnNode, List<AbstractInsnNode>> exitsBySource) {
        Deque<AbstractInsnNode> work = new ArrayDeque<>(found);
        for (AbstractInsnNode exit = work.poll(); exit != null; exit = work.poll()) {
            for (AbstractInsnNode source : flow.sources(exit)) {
                List<AbstractInsnNode> sharing = exitsBySource.remove(source);
                for (AbstractInsnNode other : sharing == null ? List.<AbstractInsnNode>of() : sharing) {
                    if (found.add(other)) {
                        work.add(other);
                    }
                }
            }
        }
    }

    /**
     * In {@code synchronized (lock) { return cached; }} the lock guards the reading, and is free when the method returns. A
     * call that makes a cold task was meant to run under the lock, which it cannot; a stage runs already, and a failed task has
     * nothing to run.
     */
    private boolean areReadUnderMonitor(Set<AbstractInsnNode> passedOn) {
        if (underMonitor.isEmpty()) {
            return false;
        }
        List<AbstractInsnNode> sources = passedOn.stream()
                .filter(source -> !isCarrier(source) && !ReturnedCalls.isCompleted(source))
                .toList();
        return sources.stream().anyMatch(underMonitor::contains)
                && (returns == ReturnKind.STAGE
                        || sources.stream()
                                .allMatch(source ->
                                        RuntimeSymbols.TASK_FAILED.isCalledBy(source) || !calls.makesTask(source)));
    }

    /** Whether any of these values goes elsewhere than to a return. */
    private boolean isAnyUsedOtherwise(Set<AbstractInsnNode> sources) {
        for (AbstractInsnNode source : sources) {
            for (AbstractInsnNode user : flow.consumers(source)) {
                if (user.getOpcode() != Opcodes.ARETURN && !isCarrier(user)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The instructions that give a return its value, and those that pass it on. */
    private Set<AbstractInsnNode> passedOn(AbstractInsnNode exit) {
        Set<AbstractInsnNode> found = new LinkedHashSet<>();
        Deque<AbstractInsnNode> sources = new ArrayDeque<>(flow.sources(exit));
        for (AbstractInsnNode source = sources.poll(); source != null; source = sources.poll()) {
            if (found.add(source) && isCarrier(source)) {
                sources.addAll(flow.sources(source));
            }
        }
        return found;
    }

    /** Whether the instruction only moves a value that is on its way out, through a variable that the source does not have. */
    private boolean isCarrier(AbstractInsnNode insn) {
        if (insn.getOpcode() == Opcodes.ASTORE) {
            return temporaries.isReturnTemporary(insn);
        }
        if (insn.getOpcode() != Opcodes.ALOAD || !temporaries.mayBeIn(((VarInsnNode) insn).var)) {
            return false;
        }
        for (AbstractInsnNode store : flow.sources(insn)) {
            if (store.getOpcode() != Opcodes.ASTORE || !temporaries.isReturnTemporary(store)) {
                return false;
            }
        }
        return true;
    }

    /**
     * In {@code try { return work(); } finally { return other(); }} the first call is of use for what it does. What else may be on
     * its way out there, such as null, nobody misses.
     */
    private Set<AbstractInsnNode> overriddenCalls(AbstractInsnNode store) {
        return flow.isReachable(store) && temporaries.isOverriddenReturn(store)
                ? flow.sources(store).stream()
                        .filter(calls::makesTask)
                        .filter(source -> flow.consumers(source).equals(Set.of(store)))
                        .collect(Collectors.toCollection(LinkedHashSet::new))
                : Set.of();
    }

    /** Goes back from a return, or from what carries a value there, to the instructions that make it. */
    private void follow(AbstractInsnNode user) {
        for (AbstractInsnNode source : flow.sources(user)) {
            if (!isCarrier(source)) {
                producers.add(source);
            } else if (carriers.add(source)) {
                follow(source);
            }
        }
    }
}
