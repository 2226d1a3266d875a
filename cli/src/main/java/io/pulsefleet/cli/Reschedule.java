package io.pulsefleet.cli;

import static java.util.stream.Collectors.joining;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says when a job visits: a change of one layer's settings, rolled out as others are. */
abstract class Reschedule implements Callable<Integer> {

    private static final String PAUSED = "paused";

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "JOB", description = "As pulse jobs names it.")
    private String job;

    @ArgGroup(multiplicity = "1")
    private Whom whom;

    @Option(names = "--dry-run", description = "Only say what would become other, and where.")
    private boolean dryRun;

    @Option(names = "--reason", paramLabel = "TEXT", description = "For the history; needed without --dry-run.")
    private String reason;

    @Option(names = "--at-once", description = "To all at once, and not to one host, then a tenth, then all.")
    private boolean atOnce;

    @Option(names = "--json", description = "As the hub answers, for scripts.")
    private boolean json;

    /** A host's schedule stands in the place of its group's, and that in the place of the fleet's. */
    static final class Whom {

        @Option(names = "--fleet", required = true, description = "For all hosts.")
        private boolean fleet;

        @Option(names = "--group", paramLabel = "NAME", required = true, description = "For the hosts of a group.")
        private String group;

        @Option(names = "--host", paramLabel = "HOST", required = true, description = "For one, by hostname or id.")
        private String host;

        String layer(Hub hub) {
            return fleet ? Layers.FLEET : group != null ? Layers.ofGroup(group) : Layers.ofHost(Hosts.id(hub, host));
        }
    }

    @Command(name = "set", description = "Sets the schedule of a job, its interval, or both.")
    static final class Set extends Reschedule {

        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "SCHEDULE",
                description = "As 'cron 30 2 * * Mon-Fri; zone Europe/Berlin'.")
        private String schedule;

        @Option(names = "--every", paramLabel = "INTERVAL", description = "As 30s or 5m: what counts without cron.")
        private String every;

        Set(Terminal terminal) {
            super(terminal);
        }

        @Override
        void change(Map<String, Object> settings, Layers layers, String layer, String job) {
            if (schedule == null && every == null) {
                throw new RefusedException(Exit.WRONG, "what is to be set? SCHEDULE, --every INTERVAL, or both");
            }
            if (schedule != null) {
                settings.put(Layers.schedule(job), schedule);
            }
            if (every != null) {
                settings.put(Layers.every(job), every);
            }
        }
    }

    @Command(name = "pause", description = "No visits of a job until it is resumed; the rest of its schedule stays.")
    static final class Pause extends Reschedule {

        Pause(Terminal terminal) {
            super(terminal);
        }

        @Override
        void change(Map<String, Object> settings, Layers layers, String layer, String job) {
            settings.put(Layers.schedule(job), paused(layers.inForce(layer, Layers.schedule(job))));
        }
    }

    @Command(name = "resume", description = "Has a job visit again by the rest of its schedule.")
    static final class Resume extends Reschedule {

        Resume(Terminal terminal) {
            super(terminal);
        }

        @Override
        void change(Map<String, Object> settings, Layers layers, String layer, String job) {
            var setting = Layers.schedule(job);
            var inForce = layers.inForce(layer, setting);
            if (isPaused(inForce)) {
                settings.put(setting, resumed(inForce, layers.inherited(layer, setting)));
            }
        }
    }

    @Command(name = "clear", description = "Takes away the schedule and the interval of a job that are set there.")
    static final class Clear extends Reschedule {

        Clear(Terminal terminal) {
            super(terminal);
        }

        @Override
        void change(Map<String, Object> settings, Layers layers, String layer, String job) {
            settings.remove(Layers.schedule(job));
            settings.remove(Layers.every(job));
        }
    }

    Reschedule(Terminal terminal) {
        this.terminal = terminal;
    }

    /** @param settings of the layer; a text that is empty is taken out */
    abstract void change(Map<String, Object> settings, Layers layers, String layer, String job);

    @Override
    public Integer call() {
        if (!dryRun && (reason == null || reason.isBlank())) {
            throw new RefusedException(Exit.WRONG, "why? --reason TEXT, which the history keeps; or --dry-run");
        }
        var hub = terminal.hub();
        var layers = Layers.now(hub);
        if (!layers.jobs().contains(job)) {
            throw new RefusedException(
                    Exit.NOT_THERE,
                    "no job " + job + " has a schedule; these have: " + String.join(" ", layers.jobs()));
        }
        var layer = whom.layer(hub);
        var settings = layers.settings(layer);
        change(settings, layers, layer, job);
        settings.values().removeIf(""::equals);
        var wanted = new LinkedHashMap<String, Object>();
        wanted.put("settings", settings);
        wanted.put("reason", reason == null ? "a dry run" : reason);
        var outlook = hub.putIf(
                layers.layer(layer).get("version").text(),
                "fleet-settings/" + Layers.path(layer) + "?dryRun=" + dryRun + "&waves=" + !atOnce,
                wanted);
        tell(outlook);
        return Exit.DONE.code();
    }

    private void tell(Json outlook) {
        if (json) {
            terminal.json(outlook);
            return;
        }
        var changes = outlook.get("changes").list();
        changes.forEach(change -> terminal.say("~ " + line(change)));
        outlook.get("agents").list().forEach(this::tellWhatStays);
        terminal.say(
                changes.isEmpty()
                        ? "No difference."
                        : "Hosts that %s: %d%s"
                                .formatted(
                                        dryRun ? "would change" : "change",
                                        outlook.get("agents").list().size(),
                                        dryRun ? "; nothing was changed." : "."));
    }

    /** As {@code pulse.docker.schedule: not set -> paused}. */
    private static String line(Json change) {
        return Stream.of("from", "to")
                .map(name -> change.get(name).isThere() ? change.get(name).text() : "not set")
                .collect(joining(" -> ", change.get("name").text() + ": ", ""));
    }

    private void tellWhatStays(Json host) {
        host.get("changes").list().forEach(change -> {
            var why = switch (change.get("effect").text()) {
                case "own" -> "is set on the host itself, which wins";
                case "refused" -> "is not known there, or may not be set by the hub";
                default -> "";
            };
            if (!why.isEmpty()) {
                terminal.remark(
                        host.get("hostname").text() + ": " + change.get("name").text() + " " + why);
            }
        });
    }

    static boolean isPaused(String schedule) {
        return clauses(schedule).anyMatch(PAUSED::equalsIgnoreCase);
    }

    static String paused(String schedule) {
        return isPaused(schedule) ? schedule : text(Stream.concat(clauses(schedule), Stream.of(PAUSED)));
    }

    /**
     * What is to stand there, so that it is paused no more.
     *
     * @param inherited what holds where nothing stands there
     */
    static String resumed(String schedule, String inherited) {
        var rest = text(clauses(schedule).filter(clause -> !clause.equalsIgnoreCase(PAUSED)));
        if (rest.equals(text(clauses(inherited)))) {
            return "";
        }
        return rest.isEmpty() ? "missed skip" : rest; // which says nothing but that it is not the one below
    }

    private static Stream<String> clauses(String schedule) {
        return Stream.of(schedule.split(";")).map(String::strip).filter(clause -> !clause.isEmpty());
    }

    private static String text(Stream<String> clauses) {
        return clauses.collect(joining("; "));
    }
}
