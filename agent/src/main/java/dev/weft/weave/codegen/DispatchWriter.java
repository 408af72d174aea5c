// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.codegen;

import dev.weft.weave.analysis.AwaitingLoop;
import dev.weft.weave.analysis.FrameLayout.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Writes the way of a resume from the entry of the body to the restore of its point. It comes into loops by their headers, so
 * that they stay loops to the JIT compilers:
 *
 * <pre>
 *           state = 0;                                        // in the prologue
 * header1:  if (state != 0) goto inside1;                     // LoopHeader; see there why
 *           …
 * dispatch: switch (frame.state) { case 1: goto restore1; case 2: case 3: goto enter1; default: goto begin; }
 * enter1:   state = frame.state;
 *           …anything of the right types into the locals with which the loop begins; goto header1;
 * inside1:  switch (state) { case 2: goto restore2; case 3: goto restore3; }
 * </pre>
 *
 * <p>The restore sets the state back to 0, before the user's code runs again.
 */
final class DispatchWriter {
    private final StackMaps maps;
    private final List<PointWriter> points;
    private final List<Object> initialLocals;
    private final Map<AwaitingLoop, LoopHeader> loops = new LinkedHashMap<>();
    private final InsnList ways = new InsnList();

    DispatchWriter(StackMaps maps, List<PointWriter> points, List<Object> initialLocals) {
        this.maps = maps;
        this.points = points;
        this.initialLocals = initialLocals;
        for (PointWriter point : points) {
            for (AwaitingLoop loop = point.loop(); loop != null; loop = loop.outer()) {
                loops.computeIfAbsent(loop, around -> new LoopHeader(around, maps));
            }
        }
    }

    /** Writes the checks into the user's code. First, while its instructions are still there. */
    void writeChecks(MethodNode body) {
        loops.values().forEach(header -> header.write(body));
    }

    /** Writes the switches behind the user's code. */
    void write(InsnList tail, LabelNode dispatch, LabelNode begin) {
        tail.add(dispatch);
        tail.add(maps.map(initialLocals, List.of()));
        Map<Integer, LabelNode> targets = waysInto(null);
        if (targets.isEmpty()) {
            tail.add(new JumpInsnNode(Opcodes.GOTO, begin));
        } else {
            tail.add(Code.load(maps.frame()));
            tail.add(Code.state());
            tail.add(new TableSwitchInsnNode(
                    1, targets.size(), begin, targets.values().toArray(LabelNode[]::new)));
        }
        loops.forEach(this::writeInside);
        tail.add(ways);
    }

    /** Where to go from the inside of a loop, or from the entry of the body, by state. */
    private Map<Integer, LabelNode> waysInto(@Nullable AwaitingLoop from) {
        Map<AwaitingLoop, LabelNode> entrances = new LinkedHashMap<>();
        Map<Integer, LabelNode> targets = new TreeMap<>();
        for (PointWriter point : points) {
            AwaitingLoop inner = null;
            AwaitingLoop loop = point.loop();
            while (loop != null && !loop.equals(from)) {
                inner = loop;
                loop = loop.outer();
            }
            if (loop == null && from != null) {
                continue; // the point is elsewhere
            }
            LabelNode target = inner == null
                    ? point.restoreLabel()
                    : entrances.computeIfAbsent(inner, entered -> writeEntrance(from, entered));
            targets.put(point.state(), target);
        }
        return targets;
    }

    /** The header's stack map wants values: of the loop around it, or of the entry, only some are there already. */
    private LabelNode writeEntrance(@Nullable AwaitingLoop from, AwaitingLoop loop) {
        LabelNode enter = new LabelNode();
        List<Object> there = from == null ? initialLocals : from.types().locals();
        ways.add(enter);
        ways.add(maps.map(there, List.of()));
        if (from == null) {
            ways.add(Code.load(maps.frame()));
            ways.add(Code.state());
            ways.add(new VarInsnNode(Opcodes.ISTORE, maps.state()));
        }
        List<Object> wanted = loop.types().locals();
        for (int local = 0; local < wanted.size(); local++) {
            Object type = wanted.get(local);
            boolean isThere = local < there.size() && there.get(local).equals(type);
            if (!isThere && !type.equals(Opcodes.TOP)) {
                Kind kind = Kind.of(type);
                ways.add(Code.zero(kind));
                ways.add(new VarInsnNode(kind.store(), maps.shift(local)));
            }
            local += StackMaps.isWide(type) ? 1 : 0;
        }
        loop.types().stack().forEach(type -> ways.add(Code.zero(Kind.of(type))));
        ways.add(new JumpInsnNode(Opcodes.GOTO, header(loop).label()));
        return enter;
    }

    private void writeInside(AwaitingLoop loop, LoopHeader header) {
        InsnList code = new InsnList();
        code.add(header.inside());
        code.add(maps.map(loop.types().locals(), loop.types().stack()));
        List<Object> stack = new ArrayList<>(loop.types().stack());
        for (int i = stack.size() - 1; i >= 0; i--) {
            code.add(Code.op(StackMaps.isWide(stack.get(i)) ? Opcodes.POP2 : Opcodes.POP));
        }
        TreeMap<Integer, LabelNode> targets = new TreeMap<>(waysInto(loop));
        LabelNode first = targets.firstEntry().getValue();
        if (targets.values().stream().allMatch(first::equals)) {
            code.add(new JumpInsnNode(Opcodes.GOTO, first));
        } else {
            LabelNode[] labels = new LabelNode[targets.lastKey() - targets.firstKey() + 1];
            for (int i = 0; i < labels.length; i++) {
                labels[i] =
                        targets.getOrDefault(targets.firstKey() + i, first); // a state between is never in this loop
            }
            code.add(new VarInsnNode(Opcodes.ILOAD, maps.state()));
            code.add(new TableSwitchInsnNode(targets.firstKey(), targets.lastKey(), first, labels));
        }
        ways.add(code);
    }

    private LoopHeader header(AwaitingLoop loop) {
        LoopHeader header = loops.get(loop);
        if (header == null) {
            throw new IllegalStateException("no header was made for a loop");
        }
        return header;
    }
}
