package io.pulsefleet.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a schedule leads to. */
@Command(
        name = "schedule",
        description = "The next visits of a schedule, whether it is set anywhere or not; says what is wrong with it.")
final class Schedule implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(
            paramLabel = "SCHEDULE",
            description = "Clauses with semicolons between them, as 'cron 30 2 * * Mon-Fri; zone Europe/Berlin'.")
    private String schedule;

    @Option(names = "--every", paramLabel = "INTERVAL", description = "What counts without cron; 10s by default.")
    private String every = "10s";

    @Option(names = "--limit", paramLabel = "COUNT", description = "1 to 50; 5 by default.")
    private String limit = "5";

    @Option(names = "--json", description = "As the hub answers, for scripts.")
    private boolean json;

    Schedule(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var answer = terminal.hub()
                .get(
                        "schedules/preview",
                        Map.of("schedule", List.of(schedule), "every", List.of(every), "limit", List.of(limit)));
        if (json) {
            terminal.say(Json.text(answer.value()));
        } else {
            answer.get("next").list().forEach(next -> terminal.say(next.text()));
            if (answer.get("next").list().isEmpty()) {
                terminal.remark("none is to come");
            }
        }
        return Exit.DONE.code();
    }
}
