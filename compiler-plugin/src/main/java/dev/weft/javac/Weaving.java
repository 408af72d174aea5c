// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac;

import dev.weft.diagnostic.Diagnostic;
import dev.weft.diagnostic.Finding;
import dev.weft.weave.WeaveOptions;
import dev.weft.weave.WeaveResult;
import dev.weft.weave.Weaver;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.TypeElement;
import javax.tools.JavaFileObject;

/** Weaves the class files of a compilation where they are. The weaver is that of the agent, and so are the bytes. */
final class Weaving {
    private final ClassOutput output;

    Weaving(ClassOutput output) {
        this.output = output;
    }

    /** Weaves a class that javac has just written. Returns what the user should know. */
    List<Finding> weave(TypeElement type, JavaFileObject source, WeaveOptions options) {
        String name = output.binaryName(type);
        try {
            ClassOutput.ClassFile file = output.file(type, source);
            WeaveResult result = Weaver.weave(file.read(), options);
            byte[] woven = result.classFile();
            if (woven != null) {
                for (Map.Entry<String, byte[]> frame : result.frameClasses().entrySet()) {
                    file.write(frame.getKey().replace('/', '.'), frame.getValue());
                }
                file.write(name, woven); // last: a class that is woven has its frames
            }
            return result.findings();
        } catch (IOException e) {
            return List.of(new Finding(Diagnostic.CLASS_FILE_OUT_OF_REACH, name, "", "", 0, e.toString()));
        } catch (RuntimeException | Error e) { // javac would take an error, too, for its own
            return List.of(new Finding(Diagnostic.WEAVER_FAILURE, name, "", "", 0, e.toString()));
        }
    }
}
