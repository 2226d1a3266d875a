package io.pulsefleet.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program that is run without a shell, with a fixed environment and nothing to read. After the time-out it is killed.
 *
 * @param words the first is a whole path
 */
record Program(List<String> words, Duration timeout) {

    private static final int MOST_OUTPUT = 4_096;
    private static final Map<String, String> ENVIRONMENT =
            Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL", "C", "SYSTEMD_COLORS", "0", "SYSTEMD_PAGER", "");

    /** @param code -1 when it was killed */
    record End(int code, String output) {}

    /** @throws IOException when it cannot be started */
    End run() throws IOException, InterruptedException {
        var builder = new ProcessBuilder(words)
                .directory(new File("/"))
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.environment().clear();
        builder.environment().putAll(ENVIRONMENT);
        var process = builder.start();
        try {
            return read(process);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private End read(Process process) throws IOException, InterruptedException {
        var output = new ByteArrayOutputStream();
        var deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            var hasEnded = process.waitFor(10, TimeUnit.MILLISECONDS);
            drain(process.getInputStream(), output);
            var text = output.toString(UTF_8).strip();
            if (hasEnded) {
                return new End(process.exitValue(), text);
            }
            if (System.nanoTime() - deadline > 0) {
                return new End(-1, text);
            }
        }
    }

    /** What is there, without waiting for more; the beginning is kept. */
    private static void drain(InputStream in, ByteArrayOutputStream output) throws IOException {
        for (var waiting = in.available(); waiting > 0; waiting = in.available()) {
            var read = in.readNBytes(Math.min(waiting, MOST_OUTPUT));
            output.write(read, 0, Math.min(read.length, MOST_OUTPUT - output.size()));
        }
    }
}
