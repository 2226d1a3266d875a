package io.pulsefleet.agent.collect.uptime;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for probes, so many at most, each waiting for one target: virtual ones where Java has them (21 and later), else
 * small ones of the system's that go again when there is nothing to do.
 */
final class Threads implements AutoCloseable {

    private static final int STACK_BYTES = 256 << 10;
    private static final int IDLE_SECONDS = 30;

    private final ExecutorService pool;
    private final Semaphore free;

    Threads(int most) {
        free = new Semaphore(most);
        var numbers = new AtomicInteger();
        ThreadFactory small = todo -> {
            var thread = new Thread(null, todo, "uptime-" + numbers.incrementAndGet(), STACK_BYTES);
            thread.setDaemon(true);
            return thread;
        };
        pool = new ThreadPoolExecutor(
                0, most + 64, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), virtualOr(small));
    }

    /** @return false when there is no room; it is not run then */
    boolean run(Runnable todo) {
        if (!free.tryAcquire()) {
            return false;
        }
        try {
            pool.execute(() -> {
                try {
                    todo.run();
                } finally {
                    free.release();
                }
            });
            return true;
        } catch (RejectedExecutionException noRoom) {
            free.release();
            return false;
        } catch (OutOfMemoryError noThread) { // the system gives no more of them
            free.release();
            return false;
        }
    }

    /** {@code Thread.ofVirtual().factory()}, which the Java that this is compiled for does not know. */
    private static ThreadFactory virtualOr(ThreadFactory small) {
        try {
            var builder = Thread.class.getMethod("ofVirtual").invoke(null);
            return (ThreadFactory) Class.forName("java.lang.Thread$Builder")
                    .getMethod("factory")
                    .invoke(builder);
        } catch (NoSuchMethodException | ClassNotFoundException older) {
            return small;
        } catch (IllegalAccessException | InvocationTargetException | UnsupportedOperationException preview) {
            return small;
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
