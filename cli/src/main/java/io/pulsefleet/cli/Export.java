package io.pulsefleet.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** All that is configured at the hub, as YAML. */
@Command(
        name = "export",
        description = {
            "All that is configured at the hub, as YAML: hosts' groups and tags, settings, databases, uptime, dashboards, shared views, retention.",
            "Without secrets, and without accounts, keys and tokens."
        })
final class Export implements Callable<Integer> {

    private final Terminal terminal;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where it goes; to the screen where it is left out.")
    private Path file;

    Export(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var document = terminal.hub().getYaml("configuration");
        if (file == null) {
            terminal.text(document);
            return Exit.DONE.code();
        }
        try {
            Files.writeString(file, document);
        } catch (IOException cannot) {
            throw RefusedException.ofFile(file + " cannot be written", cannot);
        }
        return Exit.DONE.code();
    }
}
