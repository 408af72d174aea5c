// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import java.io.IOException;
import javax.management.InstanceNotFoundException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** The MBean of a program's tasks, for a client of Java Management. */
@SuppressWarnings("BanJNDI") // the answer is of a process that the test has started
final class TasksByJmx implements AutoCloseable {
    private final JMXConnector connector;

    TasksByJmx(String address) throws IOException {
        connector = JMXConnectorFactory.connect(new JMXServiceURL(address));
    }

    /** Returns the answer of an operation; the MBean comes soon after Java Management. */
    String operation(String name) throws Exception {
        MBeanServerConnection server = connector.getMBeanServerConnection();
        ObjectName bean = new ObjectName("dev.weft:type=Tasks");
        while (true) {
            try {
                return (String) server.invoke(bean, name, new Object[0], new String[0]);
            } catch (InstanceNotFoundException notYet) {
                Thread.onSpinWait();
            }
        }
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
