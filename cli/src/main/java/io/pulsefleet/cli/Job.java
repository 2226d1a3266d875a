package io.pulsefleet.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Steers a job of a host. */
@Command(name = "job", description = "Starts, stops or restarts a job of a host, and waits for what comes of it.")
final class Job implements Callable<Integer> {

    /** What may be done to a job. */
    enum Deed {
        start,
        stop,
        restart
    }

    private final Terminal terminal;

    @Parameters(
            index = "0",
            paramLabel = "start|stop|restart",
            description = "restart goes on with a run that was stopped or failed.")
    private Deed deed;

    @Parameters(index = "1", paramLabel = "HOST", description = "A hostname or an id.")
    private String host;

    @Parameters(index = "2", paramLabel = "JOB", description = "As pulse jobs names it.")
    private String job;

    @Mixin
    private Asking asking = new Asking();

    Job(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var hub = terminal.hub();
        return asking.ask(terminal, hub, Hosts.id(hub, host), "job." + deed, Map.of("job", job))
                .code();
    }
}
