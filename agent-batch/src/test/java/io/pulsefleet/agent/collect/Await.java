package io.pulsefleet.agent.collect;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Waits for what other processes do: they tell nobody, so they are asked again and again, with an end. */
public final class Await {

    private Await() {}

    /** @throws AssertionError when it does not come true within a minute */
    public static void until(Callable<Boolean> condition) throws Exception {
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.call()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not within a minute");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}
