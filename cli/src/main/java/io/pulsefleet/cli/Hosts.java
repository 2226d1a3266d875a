package io.pulsefleet.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The hosts of the fleet. */
@Command(name = "hosts", description = "The hosts of the fleet, and how each is.")
final class Hosts implements Callable<Integer> {

    private static final List<String> HEAD = List.of("HOST", "STATE", "GROUP", "VERSION", "HEARTBEAT", "CHANNEL", "ID");

    private final Terminal terminal;

    @Option(names = "--json", description = "As the hub answers, for scripts.")
    private boolean json;

    Hosts(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var answer = terminal.hub().get("agents");
        if (json) {
            terminal.json(answer);
        } else {
            terminal.table(
                    HEAD, answer.get("agents").list().stream().map(Hosts::row).toList());
        }
        return Exit.DONE.code();
    }

    private static List<String> row(Json host) {
        var channel = host.get("channel");
        return List.of(
                host.get("hostname").text(),
                host.get("state").text(),
                host.get("group").text(),
                host.get("version").text(),
                host.get("lastHeartbeat").text(),
                channel.get("open").isTrue() ? "open" : "-",
                host.get("id").text());
    }

    /**
     * Whom one means.
     *
     * @param name a hostname or an id
     * @return its id
     * @throws RefusedException there is none, or several are called so
     */
    static String id(Hub hub, String name) {
        var found = hub.get("agents").get("agents").list().stream()
                .filter(host -> host.get("hostname").text().equals(name)
                        || host.get("id").text().equalsIgnoreCase(name))
                .map(host -> host.get("id").text())
                .toList();
        return switch (found.size()) {
            case 1 -> found.get(0);
            case 0 -> throw new RefusedException(Exit.NOT_THERE, "there is no host " + name + "; see pulse hosts");
            default ->
                throw new RefusedException(
                        Exit.WRONG,
                        found.size() + " hosts are called " + name + "; say its id: " + String.join(" ", found));
        };
    }
}
