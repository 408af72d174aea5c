// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.mutated;

import java.util.Random;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Damage done to what a class file means; all of it can be written as a class file again. */
enum TreeDamage {
    MARKED("@Async anywhere", (owner, method, random) -> Awaiting.mark(method, random)),
    AWAITS("awaits inserted", (owner, method, random) -> Awaiting.awaitNull(method, random)),
    AWAITED("values awaited", (owner, method, random) -> Awaiting.awaitValue(method, random)),
    EMITS("emits inserted", (owner, method, random) -> Awaiting.emitNull(method, random)),
    EMITTED("values emitted", (owner, method, random) -> Awaiting.emitValue(method, random)),
    RETURNED("a task or a generator returned", (owner, method, random) -> Awaiting.returnTask(method, random)),
    DELETED("instructions deleted", (owner, method, random) -> CodeDamage.delete(method, random)),
    DUPLICATED("instructions duplicated", (owner, method, random) -> CodeDamage.duplicate(method, random)),
    SWAPPED("instructions swapped", (owner, method, random) -> CodeDamage.swap(method, random)),
    JUMPS("jumps moved", (owner, method, random) -> CodeDamage.jumpElsewhere(method, random)),
    VARIABLES_USED("other variables used", (owner, method, random) -> CodeDamage.otherVariable(method, random)),
    DEAD_CODE("dead code", (owner, method, random) -> CodeDamage.deadCode(method, random)),
    HANDLERS_MOVED("handlers moved", (owner, method, random) -> CodeDamage.handlerElsewhere(method, random)),
    HANDLERS_NARROWED("handlers narrowed", (owner, method, random) -> CodeDamage.narrowHandler(method, random)),
    HANDLERS_ADDED("handlers added", (owner, method, random) -> CodeDamage.moreHandlers(method, random)),
    MAPS_DROPPED("stack maps dropped", (owner, method, random) -> CodeDamage.dropMap(method, random)),
    MAPS_ALTERED("stack maps altered", (owner, method, random) -> CodeDamage.alterMap(method, random)),
    MAPS_ADDED("stack maps added", (owner, method, random) -> CodeDamage.moreMaps(method, random)),
    FLAGS("method flags", (owner, method, random) -> HeaderDamage.flags(method, random)),
    CLASS_FLAGS("class flags", (owner, method, random) -> HeaderDamage.classFlags(owner, random)),
    VERSION("class file version", (owner, method, random) -> HeaderDamage.version(owner, random)),
    DESCRIPTOR("descriptors", (owner, method, random) -> HeaderDamage.descriptor(method, random)),
    MANY_PARAMETERS("many parameters", (owner, method, random) -> HeaderDamage.manyParameters(method, random)),
    OVERLOADS("methods duplicated", HeaderDamage::duplicateMethod),
    OUR_NAMES("methods named like ours", HeaderDamage::nameOfOurs),
    NAMES("odd names", HeaderDamage::rename),
    FIELDS("fields", (owner, method, random) -> HeaderDamage.fields(owner, random)),
    ANNOTATIONS("annotations", (owner, method, random) -> HeaderDamage.annotations(method, random)),
    PARAMETERS("names of parameters", (owner, method, random) -> HeaderDamage.parameters(method, random)),
    VARIABLES("names of variables", (owner, method, random) -> HeaderDamage.variables(method, random)),
    LINES("line numbers", (owner, method, random) -> HeaderDamage.lines(method, random)),
    MAXIMA("wrong maxima", (owner, method, random) -> HeaderDamage.maxima(method, random)),
    HUGE("huge methods", HugeCode::huge);

    /** Does it; says whether there was something to do it to. */
    private interface Action {
        boolean apply(ClassNode owner, MethodNode method, Random random);
    }

    private final String text;

    @SuppressWarnings("ImmutableEnumChecker") // what is called does not change
    private final Action action;

    TreeDamage(String text, Action action) {
        this.text = text;
        this.action = action;
    }

    /** The name in the table. */
    String text() {
        return text;
    }

    boolean apply(ClassNode owner, MethodNode method, Random random) {
        return action.apply(owner, method, random);
    }
}
