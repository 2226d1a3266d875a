package io.pulsefleet.hub.batch;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/** Runs so many at once on the threads of another executor; the others wait without a thread, in their order. */
final class FewAtOnce implements Executor {

    private final Executor threads;
    private final int most;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int running;

    FewAtOnce(Executor threads, int most) {
        this.threads = threads;
        this.most = most;
    }

    @Override
    public synchronized void execute(Runnable task) {
        waiting.add(task);
        begin();
    }

    /** Where there is no thread to be had, what waits is begun with the next that comes or ends. */
    private synchronized void begin() {
        while (running < most && !waiting.isEmpty()) {
            var task = waiting.element();
            threads.execute(() -> run(task));
            waiting.remove();
            running++;
        }
    }

    private void run(Runnable task) {
        try {
            task.run();
        } finally {
            end();
        }
    }

    private synchronized void end() {
        running--;
        begin();
    }
}
