package io.pulsefleet.e2e;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
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

    private static final Duration LONGEST_FIRST_READING = Duration.ofSeconds(60);

    /** A folder of its own below target, empty. */
    static Path emptyFolder(String name) throws Exception {
        var folder = Path.of("target", "stacks", name).toAbsolutePath();
        Folders.delete(folder);
        return folder;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Stack.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(Shared.class))
                .getOrComputeIfAbsent(Stack.class, key -> started(), Stack.class);
    }

    private static Stack started() {
        Stack stack = null;
        try {
            stack = Stack.beside(emptyFolder("shared"), QUICK);
            stack.start();
            new HubClient(stack.hubAddress(), stack.adminPassword()).awaitFirstReading(LONGEST_FIRST_READING);
            return stack;
        } catch (Exception cannot) {
            if (stack != null) {
                stack.close();
            }
            throw new StackException("The shared stack cannot start: " + cannot.getMessage(), cannot);
        }
    }
}
