// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.mutated;

import java.util.List;
import java.util.Random;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Makes a mutant of a seed: always the same one of the same seed and corpus. */
final class Mutator {
    private static final int HUGE_ONE_IN = 40;

    private final Corpus corpus;

    Mutator(Corpus corpus) {
        this.corpus = corpus;
    }

    /** Makes a mutant: two of three by way of bytes, which is cheap and seldom leaves a class that can be linked. */
    Mutant mutant(long seed) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L);
        return random.nextInt(3) > 0 ? ofBytes(seed, random) : ofTree(seed, random);
    }

    private Mutant ofBytes(long seed, Random random) {
        List<byte[]> sources = random.nextInt(50) == 0 ? corpus.whole() : corpus.slices();
        byte[] source = sources.get(random.nextInt(sources.size()));
        List<ByteDamage> all = List.of(ByteDamage.values());
        ByteDamage damage = all.get(random.nextInt(all.size()));
        return new Mutant(seed, damage.text(), nameOf(source), damage.apply(source.clone(), random));
    }

    private Mutant ofTree(long seed, Random random) {
        while (true) {
            byte[] source = source(random);
            ClassNode owner = new ClassNode();
            new ClassReader(source).accept(owner, ClassReader.EXPAND_FRAMES);
            TreeDamage damage = damage(random);
            if (damage(owner, damage, random)) {
                try {
                    ClassWriter writer = new ClassWriter(0);
                    owner.accept(writer);
                    return new Mutant(seed, damage.text(), nameOf(source), writer.toByteArray());
                } catch (RuntimeException notWritable) {
                    // Damaged beyond what a class file can say; on to the next.
                }
            }
        }
    }

    private byte[] source(Random random) {
        List<byte[]> sources = switch (random.nextInt(20)) {
            case 0 -> corpus.whole();
            case 1, 2, 3, 4, 5, 6 -> corpus.foreign();
            default -> corpus.slices();
        };
        return sources.get(random.nextInt(sources.size()));
    }

    private static TreeDamage damage(Random random) {
        List<TreeDamage> all = List.of(TreeDamage.values());
        TreeDamage damage = all.get(random.nextInt(all.size()));
        return damage != TreeDamage.HUGE || random.nextInt(HUGE_ONE_IN) == 0 ? damage : TreeDamage.AWAITED;
    }

    /** Most often makes sure first that there is something to weave, and awaits and emits in odd places. */
    private static boolean damage(ClassNode owner, TreeDamage damage, Random random) {
        MethodNode method = owner.methods.get(random.nextInt(owner.methods.size()));
        if (random.nextInt(3) > 0) {
            Awaiting.returnTask(method, random);
            Awaiting.mark(method, random);
            for (int i = random.nextInt(4); i > 0; i--) {
                Awaiting.awaitNull(method, random);
                Awaiting.awaitValue(method, random);
            }
            for (int i = Awaiting.isGenerator(method) ? random.nextInt(4) : 0; i > 0; i--) {
                Awaiting.emitNull(method, random);
                Awaiting.emitValue(method, random);
            }
        }
        boolean done = damage.apply(owner, method, random);
        for (int i = random.nextInt(3); i > 0; i--) {
            done |= damage != TreeDamage.HUGE && damage.apply(owner, method, random);
        }
        return done;
    }

    private static String nameOf(byte[] classFile) {
        return new ClassReader(classFile).getClassName();
    }
}
