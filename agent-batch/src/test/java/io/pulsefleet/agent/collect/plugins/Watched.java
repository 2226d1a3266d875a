package io.pulsefleet.agent.collect.plugins;

import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import javax.management.ObjectName;

/** The main class of a JVM that is asked; it has pools as servers have them. */
public final class Watched {

    private Watched() {}

    /** As Tomcat's. */
    public interface ThreadsMBean {
        int getcurrentThreadsBusy();
    }

    /** As HikariCP's. */
    public interface PoolMBean {
        int getActiveConnections();
    }

    /** Three are busy. */
    public static final class Threads implements ThreadsMBean {
        @Override
        public int getcurrentThreadsBusy() {
            return 3;
        }
    }

    /** Seven are used. */
    public static final class Pool implements PoolMBean {
        @Override
        public int getActiveConnections() {
            return 7;
        }
    }

    public static void main(String[] none) throws Exception {
        var beans = ManagementFactory.getPlatformMBeanServer();
        beans.registerMBean(new Threads(), new ObjectName("Catalina:type=ThreadPool,name=\"http-1\""));
        beans.registerMBean(new Pool(), new ObjectName("com.zaxxer.hikari:type=Pool (PoolOfShop)"));
        System.out.println("it is up");
        System.out.flush();
        new CountDownLatch(1).await();
    }
}
