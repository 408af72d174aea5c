// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainClassTest {
    @ParameterizedTest
    @CsvSource({
        "java -cp a.jar com.example.Shop x, com.example.Shop",
        "/opt/jdk/bin/java -Xmx1g -p mods --add-opens java.base/java.lang=ALL-UNNAMED a.Shop, a.Shop",
        "java -jar /srv/shop.jar --port 1, shop.jar",
        "java -m com.example/com.example.Shop, com.example/com.example.Shop",
        "java @/srv/options com.example.Shop, com.example.Shop",
        "C:\\jdk\\bin\\java.exe -cp a com.example.Shop, com.example.Shop",
        "java --source 17 /home/me/Shop.java, Shop.java",
        "java -version, java",
        "/usr/bin/sleep 10, sleep",
        "/opt/idea/idea com.intellij.Main, idea",
        "java -jar, java"
    })
    void isReadFromTheCommandLine(String commandLine, String name) {
        assertEquals(name, MainClass.in(List.of(commandLine.split(" "))));
    }

    @Test
    void isUnknownWhereThereIsNoCommandLine() {
        assertEquals("?", MainClass.in(List.of()));
        assertFalse(MainClass.isJava(List.of()));
    }

    @Test
    void optionsAreWhatJavaItselfIsTold() {
        List<String> commandLine = List.of("java", "-Dweft.debug=on", "com.example.Shop", "-Dweft.debug=off");
        assertEquals(List.of("-Dweft.debug=on"), MainClass.options(commandLine));
        assertTrue(MainClass.options(List.of("sleep", "-Dweft.debug=off")).isEmpty());
        assertTrue(MainClass.options(List.of("java")).isEmpty());
    }
}
