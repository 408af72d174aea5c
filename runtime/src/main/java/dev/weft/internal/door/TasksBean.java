// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.door;

import java.util.Map;
import java.util.function.Supplier;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.ReflectionException;
import org.jspecify.annotations.Nullable;

/**
 * The MBean of the tasks. A dynamic one, as a standard one has to be in a package that is exported. Reads, and changes nothing. Any thread.
 */
final class TasksBean implements DynamicMBean {
    private static final Map<String, Supplier<Object>> ATTRIBUTES =
            Map.of("Tasks", Summary::tasks, "Loops", Summary::loops);

    private static final Map<String, Supplier<Object>> OPERATIONS = Map.of(
            "dump", Views::dump,
            "tree", Views::tree,
            "dumpJson", Views::json,
            "check", Views::check);

    @Override
    public Object getAttribute(String attribute) throws AttributeNotFoundException {
        Object value = valueOf(attribute);
        if (value == null) {
            throw new AttributeNotFoundException(
                    "There is no attribute " + attribute + "; there are " + ATTRIBUTES.keySet());
        }
        return value;
    }

    private static @Nullable Object valueOf(String attribute) {
        return ATTRIBUTES.entrySet().stream()
                .filter(known -> known.getKey().equalsIgnoreCase(attribute))
                .findAny()
                .map(known -> known.getValue().get())
                .orElse(null);
    }

    /** What is missing in the answer is not there. */
    @Override
    public AttributeList getAttributes(String[] attributes) {
        AttributeList values = new AttributeList();
        for (String attribute : attributes) {
            Object value = valueOf(attribute);
            if (value != null) {
                values.add(new Attribute(attribute, value));
            }
        }
        return values;
    }

    @Override
    public Object invoke(String action, Object @Nullable [] arguments, String @Nullable [] signature)
            throws ReflectionException {
        Supplier<Object> operation = OPERATIONS.get(action);
        if (operation == null) {
            throw new ReflectionException(
                    new NoSuchMethodException(action),
                    "There is no operation " + action + "; there are " + OPERATIONS.keySet());
        }
        return operation.get();
    }

    @Override
    public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
        throw new AttributeNotFoundException("Nothing can be set here");
    }

    @Override
    public AttributeList setAttributes(AttributeList attributes) {
        return new AttributeList();
    }

    @Override
    public MBeanInfo getMBeanInfo() {
        return new MBeanInfo(
                TasksBean.class.getName(),
                "The tasks of Weft's event loops, and those without one",
                new MBeanAttributeInfo[] {
                    attribute("Tasks", "How many tasks have not ended"),
                    attribute("Loops", "How many event loops are open")
                },
                null,
                new MBeanOperationInfo[] {
                    operation("dump", "All tasks, as text"),
                    operation("tree", "All tasks, as a tree"),
                    operation("dumpJson", "All tasks, as JSON"),
                    operation("check", "The tasks that wait for one another in a circle")
                },
                null);
    }

    private static MBeanAttributeInfo attribute(String name, String text) {
        return new MBeanAttributeInfo(name, "int", text, true, false, false);
    }

    private static MBeanOperationInfo operation(String name, String text) {
        return new MBeanOperationInfo(
                name, text, new MBeanParameterInfo[0], String.class.getName(), MBeanOperationInfo.INFO);
    }
}
