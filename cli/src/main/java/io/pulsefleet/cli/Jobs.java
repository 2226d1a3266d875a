package io.pulsefleet.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The jobs of all hosts. */
@Command(
        name = "jobs",
        description = "The jobs of all hosts; those first that somebody should look at. 'pulse job' steers them.")
final class Jobs implements Callable<Integer> {

    private static final List<String> HEAD = List.of("HOST", "JOB", "STATE", "SINCE", "VISITS", "ERRORS");

    private final Terminal terminal;

    @Option(names = "--host", paramLabel = "TEXT", description = "What the hostname contains.")
    private String host = "";

    @Option(names = "--job", paramLabel = "NAME", description = "By name; may be given more than once.")
    private List<String> jobs;

    @Option(names = "--state", paramLabel = "STATE", description = "As failed or started; may be given more than once.")
    private List<String> states;

    @Option(names = "--json", description = "As the hub answers, for scripts.")
    private boolean json;

    Jobs(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var answer = terminal.hub()
                .get(
                        "jobs",
                        Map.of(
                                "host",
                                List.of(host),
                                "job",
                                jobs == null ? List.of() : jobs,
                                "state",
                                states == null ? List.of() : upper(states),
                                "limit",
                                List.of("5000")));
        if (json) {
            terminal.json(answer);
        } else {
            terminal.table(
                    HEAD, answer.get("jobs").list().stream().map(Jobs::row).toList());
        }
        return Exit.DONE.code();
    }

    private static List<String> upper(List<String> states) {
        return states.stream().map(state -> state.toUpperCase(Locale.ROOT)).toList();
    }

    private static List<String> row(Json job) {
        var ended = job.get("endedAt");
        return List.of(
                job.get("hostname").text(),
                job.get("job").text(),
                job.get("state").text(),
                ended.isThere() ? ended.text() : job.get("startedAt").text(),
                job.get("visits").text(),
                job.get("errors").text());
    }
}
