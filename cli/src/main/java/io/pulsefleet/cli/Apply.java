package io.pulsefleet.cli;

import static java.util.stream.Collectors.joining;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Has the hub configured as a file says. */
@Command(
        name = "apply",
        description = {
            "Has the hub configured as a file says, all of it or nothing, and says what became other than it was.",
            "What the file does not name stays."
        })
final class Apply implements Callable<Integer> {

    private final Terminal terminal;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            required = true,
            description = "YAML, as 'pulse export' writes it, or a part of it; - for what is piped in.")
    private String file;

    @Option(names = "--dry-run", description = "Only say what would become other.")
    private boolean dryRun;

    @Option(names = "--prune", description = "What a section of the file does not name goes; hosts never do.")
    private boolean prune;

    @Option(names = "--json", description = "As the hub answers, for scripts.")
    private boolean json;

    Apply(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var document = terminal.read(file);
        var answer = terminal.hub().putYaml("configuration?dry_run=" + dryRun + "&prune=" + prune, document);
        if (json) {
            terminal.json(answer);
            return Exit.DONE.code();
        }
        var changes = answer.get("changes").list();
        changes.forEach(change -> terminal.say(line(change)));
        terminal.say(
                changes.isEmpty()
                        ? "No difference."
                        : changes.size() + (dryRun ? " would change; nothing was changed." : " changed."));
        return Exit.DONE.code();
    }

    /** As {@code ~ monitor shop (schedule, retries)}. */
    private static String line(Json change) {
        var sign = switch (change.get("change").text()) {
            case "added" -> "+ ";
            case "removed" -> "- ";
            default -> "~ ";
        };
        var fields = change.get("fields").list().stream().map(one -> one.text()).collect(joining(", "));
        return sign + change.get("what").text() + " " + change.get("name").text()
                + (fields.isEmpty() ? "" : " (" + fields + ")");
    }
}
