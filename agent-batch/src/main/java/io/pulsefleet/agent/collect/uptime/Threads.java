package io.pulsefleet.agent.collect.uptime;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
    private final int most;
    private final Semaphore free;

    Threads(int most) {
        this.most = most;
        this.free = new Semaphore(most);
        this.pool = virtualOr(most);
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

    /** @return whether none runs any more */
    boolean awaitIdle(Duration longest) {
        try {
            var isIdle = free.tryAcquire(most, longest.toNanos(), TimeUnit.NANOSECONDS);
            if (isIdle) {
                free.release(most);
            }
            return isIdle;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** {@code Executors.newVirtualThreadPerTaskExecutor()}, which the Java that this is compiled for does not know. */
    private static ExecutorService virtualOr(int most) {
        try {
            return (ExecutorService) MethodHandles.publicLookup()
                    .findStatic(Executors.class, "newVirtualThreadPerTaskExecutor", methodType(ExecutorService.class))
                    .invoke();
        } catch (NoSuchMethodException | IllegalAccessException older) {
            return small(most);
        } catch (Error broken) {
            throw broken;
        } catch (Throwable preview) { // of Java 19 and 20
            return small(most);
        }
    }

    private static ExecutorService small(int most) {
        var numbers = new AtomicInteger();
        ThreadFactory threads = todo -> {
            var thread = new Thread(null, todo, "uptime-" + numbers.incrementAndGet(), STACK_BYTES);
            thread.setDaemon(true);
            return thread;
        };
        return new ThreadPoolExecutor(0, most + 64, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
