package io.pulsefleet.agent.collect.system;

import static io.pulsefleet.wire.Metric.gauge;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import io.pulsefleet.wire.Metric;
import java.util.List;
import java.util.Optional;

/**
 * Whether the host's clock is kept right: adjtimex(2), which anyone may ask, whoever keeps the clock (chrony, ntpd,
 * systemd-timesyncd, a hypervisor).
 *
 * <p>Nothing where a container forbids the call, or where JNA cannot load its library.
 */
final class Clock implements Subject {

    private static final int TIME_ERROR = 5;
    private static final int UNSYNCHRONIZED = 0x0040;
    private static final int IN_NANOS = 0x2000;

    private static final Metric SYNCHRONIZED =
            gauge("system.clock.synchronized", "1", "1 where somebody keeps the clock right, else 0.");
    private static final Metric OFFSET = gauge(
            "system.clock.offset",
            "s",
            "What is left to be corrected by the kernel. A keeper that corrects by itself, as chrony, leaves nothing.");
    private static final Metric ERROR =
            gauge("system.clock.error", "s", "By how much the clock may be wrong at most, as its keeper reckons.");

    /** @param answer what the call returned: the state of the clock, or -1 */
    record Timex(int answer, long offset, long maxErrorMicros, int status) {}

    interface Kernel {

        Optional<Timex> adjtimex();
    }

    private final Kernel kernel;

    Clock() {
        this(new OfThisProcess());
    }

    Clock(Kernel kernel) {
        this.kernel = kernel;
    }

    @Override
    public List<Metric> metrics() {
        return List.of(SYNCHRONIZED, OFFSET, ERROR);
    }

    @Override
    public void read(Host host, Sheet sheet) {
        kernel.adjtimex().filter(told -> told.answer() >= 0).ifPresent(told -> {
            var isRight = told.answer() != TIME_ERROR && (told.status() & UNSYNCHRONIZED) == 0;
            sheet.put(SYNCHRONIZED, isRight ? 1 : 0);
            sheet.put(OFFSET, told.offset() / ((told.status() & IN_NANOS) == 0 ? 1e6 : 1e9));
            sheet.put(ERROR, told.maxErrorMicros() / 1e6);
        });
    }

    /** {@code struct timex} as 64-bit Linux lays it out; with {@code modes} 0 nothing is changed. */
    private static final class OfThisProcess implements Kernel {

        private static final int SIZE = 256;

        private boolean isLost = !System.getProperty("os.arch", "").contains("64");
        private Function call;
        private Memory timex;

        @Override
        public Optional<Timex> adjtimex() {
            if (isLost) {
                return Optional.empty();
            }
            try {
                return Optional.of(ask());
            } catch (LinkageError noLibrary) { // said by Spaces, once
                isLost = true;
                return Optional.empty();
            }
        }

        private Timex ask() {
            if (call == null) {
                timex = new Memory(SIZE);
                call = Function.getFunction("c", "adjtimex");
            }
            timex.clear();
            var answer = call.invokeInt(new Object[] {timex});
            return new Timex(answer, timex.getLong(8), timex.getLong(24), timex.getInt(40));
        }
    }
}
