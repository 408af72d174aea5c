// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The flags of a task are in one byte, and declared in three classes. */
class TaskFlagsTest {
    @Test
    void eachFlagHasABitOfItsOwn() throws Exception {
        List<String> names = new ArrayList<>();
        int all = 0;
        for (Class<?> type : List.of(IdentifiedTask.class, CancellableTask.class, SpawnedTask.class)) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getType() == byte.class && Modifier.isStatic(field.getModifiers())) {
                    field.setAccessible(true);
                    int flag = field.getByte(null) & 0xff;
                    names.add(field.getName());
                    assertEquals(1, Integer.bitCount(flag), field.getName());
                    assertEquals(0, all & flag, field.getName() + " has the bit of another one of " + names);
                    all |= flag;
                }
            }
        }
        assertTrue(names.size() > 2, names.toString());
    }
}
