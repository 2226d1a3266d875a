package io.pulsefleet.e2e.bench;

import java.io.IOException;
import java.util.List;

/** How many lines of any program's log are tailed, parsed and cleared of secrets. */
final class TailBench implements Subject {

    @Override
    public void measure(Ground ground, Table table) throws IOException {
        for (var line : AgentJvm.run("io.pulsefleet.agent.collect.logs.LogsMeasure", List.of())) {
            table.count(
                    "log of any program, %s, %s bytes a line".formatted(line.get(0), line.get(1)),
                    "lines/s of a core" + aim(line.get(0)),
                    Long.parseLong(line.get(2)));
        }
    }

    private static String aim(String parser) {
        return switch (parser) {
            case "plain" -> " (aim: 300,000)";
            case "nginx" -> " (aim: 150,000)";
            default -> "";
        };
    }
}
