// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.ModuleVisitor;
import org.objectweb.asm.Opcodes;

class FrameClassesTest {
    private static final String FRAME = "com/example/Orders$total";

    private final Reported reported = new Reported();
    private final FrameClasses frameClasses;

    FrameClassesTest() throws ReflectiveOperationException {
        frameClasses = new FrameClasses(ClassLoaderAccess.lookup(), reported.report);
    }

    @Test
    void areDefinedInTheLoaderAndDomainOfTheWovenClass() throws Exception {
        try (URLClassLoader loader = loader()) {
            ProtectionDomain domain =
                    new ProtectionDomain(new CodeSource(new URL("file:/orders/"), (Certificate[]) null), null);
            assertTrue(frameClasses.take(woven(loader, domain, "java/lang/Object")));
            Class<?> frame = loader.loadClass(FRAME.replace('/', '.'));
            assertSame(loader, frame.getClassLoader());
            assertSame(domain, frame.getProtectionDomain());
        }
    }

    @Test
    void mayBeThereAlready() throws Exception {
        try (URLClassLoader loader = loader()) {
            assertTrue(frameClasses.take(woven(loader, null, "java/lang/Object")));
            assertTrue(frameClasses.take(woven(loader, null, "java/lang/Object")));
            assertEquals("", reported.text());
        }
    }

    @Test
    void areDefinedOncePerLoader() throws Exception {
        try (URLClassLoader one = loader();
                URLClassLoader other = loader()) {
            assertTrue(frameClasses.take(woven(one, null, "java/lang/Object")));
            assertTrue(frameClasses.take(woven(other, null, "java/lang/Object")));
            assertSame(other, other.loadClass(FRAME.replace('/', '.')).getClassLoader());
        }
    }

    @Test
    void keepTheClassUnwovenWithoutTheRuntime() throws Exception {
        try (URLClassLoader loader = loader()) {
            assertFalse(frameClasses.take(woven(loader, null, "dev/weft/abi/Frame")));
            assertTrue(reported.text().startsWith("[weft] com.example.Orders is not woven"), reported.text());
            assertTrue(reported.text().contains("dev/weft/abi/Frame"), reported.text());
        }
    }

    @Test
    void doNotHideOtherLinkageErrors() throws Exception {
        try (URLClassLoader loader = loader()) {
            assertThrows(
                    IncompatibleClassChangeError.class,
                    () -> frameClasses.take(woven(loader, null, "java/lang/Runnable")));
        }
    }

    @Test
    void belongToTheNamedModuleOfTheWovenClass(@TempDir Path directory) throws Exception {
        Module module = moduleWithOrders(directory);
        assertTrue(frameClasses.take(woven(module.getClassLoader(), null, "java/lang/Object")));
        Class<?> frame = module.getClassLoader().loadClass(FRAME.replace('/', '.'));
        assertSame(module, frame.getModule());
        assertTrue(module.isNamed());
    }

    private static WovenClass woven(ClassLoader loader, @Nullable ProtectionDomain domain, String superOfFrame) {
        byte[] orders = ClassFiles.plain("com/example/Orders", "java/lang/Object");
        return new WovenClass(
                loader, "com/example/Orders", domain, orders, Map.of(FRAME, ClassFiles.plain(FRAME, superOfFrame)));
    }

    /** Sees the JDK and nothing else. */
    private static URLClassLoader loader() {
        return new URLClassLoader(new URL[0], ClassLoader.getPlatformClassLoader());
    }

    private static Module moduleWithOrders(Path directory) throws IOException {
        Path orders = directory.resolve("com/example/Orders.class");
        Files.createDirectories(orders.getParent());
        Files.write(orders, ClassFiles.plain("com/example/Orders", "java/lang/Object"));
        Files.write(directory.resolve("module-info.class"), moduleInfo());
        Configuration configuration = ModuleLayer.boot()
                .configuration()
                .resolve(ModuleFinder.of(directory), ModuleFinder.of(), Set.of("com.example"));
        return ModuleLayer.defineModulesWithOneLoader(configuration, List.of(ModuleLayer.boot()), null)
                .layer()
                .findModule("com.example")
                .orElseThrow();
    }

    private static byte[] moduleInfo() {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V17, Opcodes.ACC_MODULE, "module-info", null, null, null);
        ModuleVisitor module = writer.visitModule("com.example", 0, null);
        module.visitRequire("java.base", Opcodes.ACC_MANDATED, null);
        module.visitPackage("com/example");
        module.visitEnd();
        return writer.toByteArray();
    }
}
