// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicVerifier;
import org.objectweb.asm.util.CheckClassAdapter;

/**
 * Checks woven class files without the JVM: their structure, and how values flow through each method. References all
 * count as one type, because telling them apart would load the classes they name; the JVM's own verifier does that part
 * when it links the class. Any thread.
 */
public final class Verification {
    private Verification() {}

    /**
     * Looks for what a JVM would refuse.
     *
     * @param classFile a class file, woven or not
     * @return one sentence for each problem, empty if there is none; never throws for what is in the class file
     */
    public static List<String> problems(byte[] classFile) {
        ClassNode node = new ClassNode();
        try {
            new ClassReader(classFile).accept(new CheckClassAdapter(node, false), 0);
        } catch (RuntimeException malformed) {
            // The first problem ends this check, and the methods that follow are missing from the node.
            return List.of("malformed class file: " + malformed);
        }
        List<String> problems = new ArrayList<>();
        for (MethodNode method : node.methods) {
            checkDataFlow(node, method, problems);
        }
        return List.copyOf(problems);
    }

    private static void checkDataFlow(ClassNode owner, MethodNode method, List<String> problems) {
        try {
            new Analyzer<>(new BasicVerifier()).analyze(owner.name, method);
        } catch (AnalyzerException | RuntimeException problem) {
            problems.add(owner.name.replace('/', '.') + "." + method.name + method.desc + ": " + problem.getMessage());
        }
    }
}
