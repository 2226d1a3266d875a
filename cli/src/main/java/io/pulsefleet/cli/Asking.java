package io.pulsefleet.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Asks a host for a command, and waits for its outcome. */
final class Asking {

    private static final String STEP_SECONDS = "2";

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "How long it may take; as the command says by default.")
    private Integer timeout;

    @Option(names = "--no-wait", description = "Says which command it is, and does not wait.")
    private boolean noWait;

    @Option(names = "--json", description = "The outcome as the hub answers it, for scripts.")
    private boolean json;

    boolean json() {
        return json;
    }

    Exit ask(Terminal terminal, Hub hub, String agent, String command, Map<String, Object> data) {
        var form = new LinkedHashMap<String, Object>();
        form.put("command", command);
        form.put("data", data);
        if (timeout != null) {
            form.put("timeout", timeout);
        }
        var now = hub.post("agents/" + agent + "/commands", form);
        var id = now.get("id").text();
        if (!noWait) {
            now = awaited(terminal, hub, now);
        }
        if (json) {
            terminal.json(now);
        } else if (noWait) {
            terminal.say(id);
        } else {
            tell(terminal, now);
        }
        return noWait || now.get("state").text().equals("succeeded") ? Exit.DONE : Exit.FAILED;
    }

    private static Json awaited(Terminal terminal, Hub hub, Json asked) {
        var now = asked;
        var told = "";
        while (!now.get("over").isTrue()) {
            var progress = progress(now);
            if (!progress.equals(told)) {
                terminal.remark(progress);
                told = progress;
            }
            now = hub.get("commands/" + now.get("id").text(), Map.of("wait", List.of(STEP_SECONDS)));
        }
        return now;
    }

    /** As {@code running, 40 %: what it is at}. */
    static String progress(Json now) {
        var done = now.get("done").value() instanceof Number share
                ? ", " + Math.round(share.doubleValue() * 100) + " %"
                : "";
        var at = now.get("progress").text();
        return now.get("state").text() + done + (at.isEmpty() ? "" : ": " + at);
    }

    private static void tell(Terminal terminal, Json outcome) {
        if (!outcome.get("state").text().equals("succeeded")) {
            var error = outcome.get("error").text();
            terminal.remark("pulse: %s on %s: %s%s"
                    .formatted(
                            outcome.get("command").text(),
                            outcome.get("hostname").text(),
                            outcome.get("state").text(),
                            error.isEmpty() ? "" : ": " + error));
        }
        if (outcome.get("answer").isThere()) {
            Outline.of(outcome.get("answer")).forEach(terminal::say);
        }
    }
}
