// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import dev.weft.weave.WeaveResult;
import dev.weft.weave.Weaver;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The agent's transformer, called as the JVM would call it but where what it throws can be seen. The JVM of the test has to
 * open {@code java.lang} as the agent does. In this package because the transformer is nobody else's business.
 */
public final class TransformerUnderTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final WeavingTransformer transformer;
    private WeaveResult result = WeaveResult.UNTOUCHED;

    /** Makes a new transformer, which has reported nothing yet. */
    public TransformerUnderTest() throws IllegalAccessException, NoSuchMethodException {
        Report report = new Report(new PrintStream(said, true, StandardCharsets.UTF_8));
        List<Step> steps = List.of(new FrameClasses(ClassLoaderAccess.lookup(), report));
        transformer = new WeavingTransformer(new ClassFilter(List.of(), List.of()), this::weave, steps, report);
    }

    private WeaveResult weave(byte[] classFile) {
        result = Weaver.weave(classFile);
        return result;
    }

    /** Has a class woven and its frame classes defined in the loader; null if the class stays as it is. */
    public byte @Nullable [] transform(ClassLoader loader, String name, byte[] classFile) {
        return transformer.transform(loader, name, null, null, classFile);
    }

    /** What the weaver said of the class. */
    public WeaveResult result() {
        return result;
    }

    /** Whether the weaver, or what defines frame classes, has thrown. */
    public boolean hasFailed() {
        return report().contains("[WeaverFailure]");
    }

    /** What the user would have read. */
    public String report() {
        return said.toString(StandardCharsets.UTF_8);
    }
}
