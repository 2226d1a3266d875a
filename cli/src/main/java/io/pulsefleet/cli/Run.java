package io.pulsefleet.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Asks a host to do something. */
@Command(
        name = "run",
        description = {
            "Asks a host to do something, shows how it goes on, and waits for what comes of it.",
            "Without COMMAND: what the host can be asked. A host that is away does it when it comes back in time."
        })
final class Run implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "HOST", description = "A hostname or an id.")
    private String host;

    @Parameters(index = "1", arity = "0..1", paramLabel = "COMMAND", description = "As host.snapshot.")
    private String command;

    @Parameters(
            index = "2..*",
            paramLabel = "name=value",
            description =
                    "The command's parameters; name=@FILE reads one from a file, name=@- from what is piped in, and a"
                            + " map is a JSON object there, or name.KEY=value. What is secret must come from there.")
    private List<String> parameters = List.of();

    @Mixin
    private Asking asking = new Asking();

    Run(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var hub = terminal.hub();
        var agent = Hosts.id(hub, host);
        var known = hub.get("agents/" + agent + "/commands/registry").get("commands");
        if (command == null) {
            tell(known);
            return Exit.DONE.code();
        }
        var info = known.list().stream()
                .filter(one -> one.get("name").text().equals(command))
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        Exit.WRONG,
                        host + " knows no command " + command + "; pulse run " + host + " lists those it knows"));
        var data = Arguments.of(info.get("parameters"), parameters, terminal);
        return asking.ask(terminal, hub, agent, command, data).code();
    }

    private void tell(Json known) {
        if (asking.json()) {
            terminal.json(known);
            return;
        }
        terminal.table(
                List.of("COMMAND", "ROLE", "PARAMETERS"),
                known.list().stream()
                        .map(one -> List.of(
                                one.get("name").text(),
                                one.get("role").text(),
                                String.join(
                                        " ",
                                        one.get("parameters").list().stream()
                                                .map(parameter ->
                                                        parameter.get("name").text())
                                                .toList())))
                        .toList());
    }
}
