package io.pulsefleet.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a test the one stack that all tests share which only look at it, or leave it as they found it. */
final class Shared implements ParameterResolver {

    /** Whoever uses it has it alone: other classes run at the same time. */
    static final String STACK = "the shared stack";

    /** A reading and a heartbeat a second: quicker than in production, so that tests need not wait. */
    static final Map<String, String> QUICK = Map.of(
            "PULSE_PLAN_SYSTEM_EVERY", "1s",
            "PULSE_SYSTEM_EVERY", "1s",
            "PULSE_HEARTBEAT_EVERY", "1s");

    /** In which the stack's agent is. */
    static final String DATACENTER = "here";

    private static final Duration LONGEST_FIRST_READING = Duration.ofMinutes(2);

    /** A folder of its own below target, empty. */
    static Path emptyFolder(String name) throws Exception {
        var folder = Path.of("target", "stacks", name).toAbsolutePath();
        Folders.delete(folder);
        return folder;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return List.of(Stack.class, DockerEngine.class)
                .contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        var started = context.getRoot()
                .getStore(Namespace.create(Shared.class))
                .getOrComputeIfAbsent(Started.class, key -> Started.now(), Started.class);
        if (parameter.getParameter().getType() == Stack.class) {
            return started.stack();
        }
        assumeTrue(started.docker().isPresent(), "no Docker engine");
        return started.docker().get();
    }

    /** @param docker that the stack's agent watches; empty where there can be none */
    private record Started(Stack stack, Optional<DockerEngine> docker) implements AutoCloseable {

        static Started now() {
            Stack stack = null;
            Optional<DockerEngine> docker = Optional.empty();
            try {
                docker = DockerEngine.start(emptyFolder("docker"));
                stack = Stack.beside(emptyFolder("shared"), settings(docker));
                stack.start();
                var hub = new HubClient(stack.hubAddress(), stack.adminPassword());
                hub.awaitFirstReading(LONGEST_FIRST_READING);
                hub.put("/api/v1/uptime/datacenters/" + DATACENTER, "{\"name\": \"Here\"}");
                Await.until(
                        "the agent has no trouble left",
                        LONGEST_FIRST_READING,
                        () -> hub.onlyAgent()
                                .filter(row -> row.get("state").asText().equals("online"))
                                .isPresent());
                return new Started(stack, docker);
            } catch (Exception cannot) {
                new Started(stack, docker).close();
                throw new StackException("The shared stack cannot start: " + cannot.getMessage(), cannot);
            }
        }

        private static Map<String, String> settings(Optional<DockerEngine> docker) {
            var settings = new HashMap<>(QUICK);
            settings.put("DATACENTER_ID", DATACENTER);
            docker.ifPresent(engine ->
                    settings.put("PULSE_DOCKER_SOCKET", engine.socket().toString()));
            return settings;
        }

        @Override
        public void close() {
            if (stack != null) {
                stack.close();
            }
            docker.ifPresent(DockerEngine::close);
        }
    }
}
