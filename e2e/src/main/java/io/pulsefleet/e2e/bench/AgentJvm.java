package io.pulsefleet.e2e.bench;

import io.pulsefleet.e2e.Installation;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs what the agent measures of itself in a virtual machine of its own, with the options that the agent's server has: a
 * compiler without its second tier, and a small heap.
 */
final class AgentJvm {

    private AgentJvm() {}

    /**
     * The lines that it prints, each split at its tabs.
     *
     * @param main a class of {@code agent-batch}'s measures
     */
    static List<List<String>> run(String main, List<String> arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options());
        command.addAll(List.of("-cp", classPath(), main));
        command.addAll(arguments);
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(main + " ended with " + process.exitValue());
            }
        } catch (InterruptedException stop) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stop);
        }
        return told.lines().map(line -> List.of(line.split("\t", -1))).toList();
    }

    private static List<String> options() throws IOException {
        var file = Installation.ofBuild().agent().resolve("servers/agent/jvm.options");
        return Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }

    /** Ours; under Maven we are in its virtual machine, whose own class path is another. */
    private static String classPath() throws IOException {
        if (!(AgentJvm.class.getClassLoader() instanceof URLClassLoader ours)) {
            return System.getProperty("java.class.path");
        }
        var all = new ArrayList<String>();
        try {
            for (var url : ours.getURLs()) {
                all.add(Path.of(url.toURI()).toString());
            }
        } catch (URISyntaxException strange) {
            throw new IOException(strange);
        }
        return String.join(System.getProperty("path.separator"), all);
    }
}
