// SPDX-License-Identifier: Apache-2.0
package dev.weft.maven;

import dev.weft.diagnostic.Finding;
import dev.weft.files.ClassFiles;
import dev.weft.files.RefusedException;
import dev.weft.files.WeaveSummary;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Fails if the project has async methods that are not woven. Changes nothing. */
@Mojo(name = "verify", defaultPhase = LifecyclePhase.VERIFY, threadSafe = true)
public final class VerifyMojo extends AbstractMojo {
    /** The folders with class files to look at. */
    @Parameter(required = true, defaultValue = "${project.build.outputDirectory},${project.build.testOutputDirectory}")
    @SuppressWarnings("NullAway.Init") // by Maven
    private List<File> folders;

    /** Called by Maven. */
    public VerifyMojo() {}

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        List<String> unwoven = new ArrayList<>();
        for (File folder : folders) {
            if (folder.isDirectory()) {
                unwoven.addAll(unwoven(folder));
            }
        }
        if (!unwoven.isEmpty()) {
            throw new MojoFailureException("not woven: " + String.join(", ", unwoven)
                    + "; put weft-compiler-plugin on javac's processor path, or run the goals weave and weave-tests");
        }
    }

    private List<String> unwoven(File folder) throws MojoExecutionException {
        try {
            WeaveSummary summary = ClassFiles.check(folder.toPath());
            List<String> unwoven = new ArrayList<>(summary.woven());
            for (Finding finding : summary.refused()) {
                getLog().error(finding.message());
                if (!unwoven.contains(finding.className())) {
                    unwoven.add(finding.className());
                }
            }
            return unwoven;
        } catch (IOException | RefusedException e) {
            throw new MojoExecutionException("cannot read " + folder, e);
        }
    }
}
