package io.pulsefleet.supervisor;

import java.io.IOException;
import java.net.Inet6Address;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Does what is permitted.
 *
 * @param systemctl the program's whole path
 * @param ping likewise; empty where there is none
 * @param update of the agent
 * @param longest how long a unit may take to start or stop; systemd goes on afterwards
 */
record Deeds(String systemctl, Optional<String> ping, Duration longest, Update update) {

    private static final Pattern TIME = Pattern.compile("time[=<]([0-9.]+) ?ms");
    /** systemctl's, where systemd knows no such unit; as LSB has it, "not installed". */
    private static final int NO_SUCH_UNIT = 5;

    private static final Duration GRACE = Duration.ofSeconds(1);

    /** @param list which permits it */
    Answer does(Request asked, AllowList list) throws RefusedException, IOException, InterruptedException {
        if (asked instanceof Request.OfUnit unit) {
            return unit(unit);
        }
        if (asked instanceof Request.OfLog log) {
            return LogFile.read(log);
        }
        if (asked instanceof Request.OfUpdate wanted) {
            return update.begin(wanted, list.keys());
        }
        return echo((Request.OfEcho) asked);
    }

    private Answer unit(Request.OfUnit asked) throws InterruptedException {
        var words = List.of(systemctl, "--no-ask-password", asked.verb().word(), "--", asked.unit());
        try {
            var end = new Program(words, longest).run();
            return switch (end.code()) {
                case 0 -> Answer.done(Map.of());
                case -1 ->
                    Answer.failed(
                            Reason.TIME_OUT,
                            "systemd is still at it after " + longest.toSeconds() + " s, and goes on: " + asked.unit());
                case NO_SUCH_UNIT -> Answer.failed(Reason.NO_SUCH_UNIT, end.output());
                default -> Answer.failed(Reason.ENDED_BADLY, end.output());
            };
        } catch (IOException notStarted) {
            return Answer.failed(Reason.NO_PROGRAM, notStarted.getMessage());
        }
    }

    private Answer echo(Request.OfEcho asked) throws IOException, InterruptedException {
        if (ping.isEmpty()) {
            return Answer.failed(Reason.NO_PROGRAM, "there is no program ping; install iputils-ping or iputils");
        }
        var seconds = String.valueOf((asked.timeoutMillis() + 999) / 1_000);
        var words = List.of(
                ping.get(),
                asked.address() instanceof Inet6Address ? "-6" : "-4",
                "-n",
                "-c",
                "1",
                "-W",
                seconds,
                "--",
                asked.about());
        var end = new Program(words, Duration.ofMillis(asked.timeoutMillis()).plus(GRACE)).run();
        var time = TIME.matcher(end.output());
        if (end.code() == 0 && time.find()) {
            return Answer.done(Map.of("micros", Math.round(Double.parseDouble(time.group(1)) * 1_000)));
        }
        return end.code() == 0 || end.code() == 1 || end.code() == -1
                ? Answer.failed(Reason.NO_REPLY, "no echo came back from " + asked.about())
                : Answer.failed(Reason.ENDED_BADLY, end.output());
    }
}
