package io.pulsefleet.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is set of when jobs visit, or what a schedule leads to. */
@Command(
        name = "schedule",
        description = {
            "When jobs visit: for whom a schedule or an interval is set, and the next visit by it.",
            "With SCHEDULE: its next visits, whether it is set anywhere or not, or what is wrong with it."
        })
final class Schedule implements Callable<Integer> {

    private static final List<String> HEAD = List.of("JOB", "FOR", "SCHEDULE", "EVERY", "NEXT");

    private final Terminal terminal;

    @Parameters(
            arity = "0..1",
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
        var hub = terminal.hub();
        if (schedule == null) {
            list(hub);
        } else {
            preview(preview(hub, schedule, every, limit));
        }
        return Exit.DONE.code();
    }

    private static Json preview(Hub hub, String schedule, String every, String limit) {
        return hub.get(
                "schedules/preview",
                Map.of("schedule", List.of(schedule), "every", List.of(every), "limit", List.of(limit)));
    }

    private void preview(Json answer) {
        if (json) {
            terminal.json(answer);
            return;
        }
        answer.get("next").list().forEach(next -> terminal.say(next.text()));
        if (answer.get("next").list().isEmpty()) {
            terminal.remark("none is to come");
        }
    }

    private void list(Hub hub) {
        var layers = Layers.now(hub);
        if (json) {
            terminal.json(layers.overview());
        } else {
            terminal.table(
                    HEAD,
                    layers.said().stream().map(said -> row(hub, layers, said)).toList());
        }
    }

    private static List<String> row(Hub hub, Layers layers, Layers.Said said) {
        var setting = Layers.schedule(said.job());
        var own = layers.own(said.layer(), setting);
        var interval = layers.interval(said.layer(), said.job());
        var next = preview(hub, layers.inForce(said.layer(), setting), interval, "1")
                .get("next")
                .list();
        return List.of(
                said.job(),
                layers.shown(said.layer()),
                own.isEmpty() ? "-" : own,
                interval,
                next.isEmpty() ? "-" : next.get(0).text());
    }
}
