package io.pulsefleet.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** A script by which a shell completes what is typed. */
@Command(
        name = "completion",
        description = {
            "A script by which bash and zsh complete commands and options.",
            "As: pulse completion > ~/.local/share/bash-completion/completions/pulse, or source <(pulse completion)"
        })
final class Completion implements Callable<Integer> {

    private final Terminal terminal;

    Completion(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        terminal.text(AutoComplete.bash("pulse", Pulse.line(terminal)));
        return Exit.DONE.code();
    }
}
